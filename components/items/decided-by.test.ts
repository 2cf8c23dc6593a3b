import { expect, it } from "vitest";
import { decidedByWords } from "./decided-by";

it("does not call a platform's own decision the machine's", () => {
  expect(["machine", "person", "platform", null].map(decidedByWords)).toEqual([
    "by machine",
    "by a person",
    "by the platform",
    null,
  ]);
});
