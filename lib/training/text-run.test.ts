import { describe, expect, it } from "vitest";
import { fewOfEach, reportEvery } from "./text-run";

describe("fewOfEach", () => {
  it("keeps the first of each set, in order", () => {
    const texts = ["a", "b", "a", "a", "b"].map((source, at) => ({ source, at }));
    expect(fewOfEach(texts, 2).map(({ at }) => at)).toEqual([0, 1, 2, 4]);
  });
});

describe("reportEvery", () => {
  it("tells every so many steps how fast the run goes and how long it will take", () => {
    const said: string[] = [];
    const report = reportEvery(50, (line) => said.push(line));
    for (const step of [49, 50, 75, 100])
      report({ step, steps: 200, loss: 0.5, gradientNorm: 0.25, stepMs: 10, etaMs: 120_000 });
    expect(said).toEqual([
      "step 50/200: loss 0.5000, gradient 0.250, 10 ms/step, 2 min to go",
      "step 100/200: loss 0.5000, gradient 0.250, 10 ms/step, 2 min to go",
    ]);
  });
});
