import { expect, it } from "vitest";
import { Graph } from "./graph";
import { ParameterStore } from "./parameter-store";

function fresh(seed: number, width = 2): ParameterStore {
  const g = new Graph();
  g.parameter("table", ["rows", width], { normal: 1 });
  g.parameter("bias", [3], { normal: 1 });
  return ParameterStore.create(g.parameters, "table", 4, seed);
}

it("takes the mean of the weights of several runs, and none of their optimiser state", () => {
  const [one, two, mean] = [fresh(1), fresh(2), fresh(3)];
  for (const store of [one, two]) for (const array of store.arrays()) if (array[0] === 0) array.fill(1);
  mean.average([one.arrays(), two.arrays()]);
  for (const [i, { data }] of mean.values().entries())
    for (const [k, value] of data.entries()) {
      const [first, second] = [one, two].map((store) => store.values()[i]?.data[k] as number);
      expect(value).toBeCloseTo(((first as number) + (second as number)) / 2, 6);
    }
  const moments = mean.arrays().filter((_, i) => i % 3 > 0);
  expect(moments.every((array) => array.every((value) => value === 0))).toBe(true);
});

it("averages neither nothing nor runs of another shape", () => {
  expect(() => fresh(1).average([])).toThrow(RangeError);
  expect(() => fresh(1).average([fresh(1, 5).arrays()])).toThrow(/another shape/);
});
