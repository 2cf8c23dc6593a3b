import { expect, it } from "vitest";
import { deciderOf } from "./decider";

it("tells the machine, a platform's key and a person apart", () => {
  expect(["machine", "key:cm1", "cm2", null].map((actor) => deciderOf(actor))).toEqual([
    "machine",
    "platform",
    "person",
    null,
  ]);
});
