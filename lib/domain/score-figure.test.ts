import { expect, it } from "vitest";
import { scoreFigure, signedFigure } from "./score-figure";

it("has two decimals, and near certainty three that never reach a threshold before the score does", () => {
  const shown = [0, 0.004, 0.396, 0.9949, 0.995, 0.9985, 0.999, 0.99999, 1].map(scoreFigure);
  expect(shown).toEqual(["0.00", "0.00", "0.40", "0.99", "0.995", "0.998", "0.999", "0.999", "1.00"]);
});

it("has no sign where nothing is left of a figure", () => {
  expect([-0.62, -0.004, 0, 0.004, 0.996].map(signedFigure)).toEqual([
    "-0.62",
    "0.00",
    "0.00",
    "0.00",
    "1.00",
  ]);
});
