import { expect, it } from "vitest";
import { Heap } from "./heap";
import { Random } from "./random";

it("gives what was put in by its order, whenever it was put in", () => {
  const random = new Random(4);
  const heap = new Heap<number>((a, b) => a - b);
  let inside: number[] = [];
  for (let round = 0; round < 400; round++) {
    for (let i = 0; i < 3; i++) {
      const item = Math.floor(random.next() * 50);
      heap.push(item);
      inside.push(item);
    }
    for (let i = 0; i < (round < 200 ? 2 : 5); i++) {
      inside = inside.sort((a, b) => a - b);
      expect(heap.pop()).toBe(inside.shift());
    }
  }
  expect(heap.pop()).toBeUndefined();
});
