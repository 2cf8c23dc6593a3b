import { expect, it } from "vitest";
import { explainCodec, packMarks } from "./explain-codec";

const SPANS = [
  { start: 0, end: 4, weight: 1.5 },
  { start: 5, end: 9, weight: -0.25 },
];

it("carries marks with their gap, and none where nothing was integrated", () => {
  const carried = (...marks: Parameters<typeof packMarks>) =>
    explainCodec.unpack(packMarks(...marks).outputs, []);
  expect(carried(SPANS, 0.09)).toEqual([{ spans: SPANS, gap: 0.09 }]);
  expect(carried([], 0)).toEqual([{ spans: [], gap: 0 }]);
  const [attention] = carried(SPANS);
  expect(attention).toEqual({ spans: SPANS });
  expect(attention).not.toHaveProperty("gap");
});
