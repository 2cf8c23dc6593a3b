import { describe, expect, it } from "vitest";
import { type DeepTraining, howTrained } from "./text-deep-card";

const tuned: DeepTraining = {
  kind: "continued",
  from: "1.2.0",
  fromSha256: "aaaa",
  seed: 7,
  startScore: 0.85,
  rounds: [{ steps: 1500, runs: [0.84], mean: 0.84 }],
  besideSha256: undefined,
  score: 0.86,
};

describe("how a tuned text-deep was made", () => {
  it("tells its start, its rounds and what they scored", () => {
    const said = howTrained(tuned);
    expect(said).toMatch(/^From version 1\.2\.0 .*`aaaa`.* in one round/u);
    expect(said).toContain("| round 1 | 1,500 | 0.8400 | 0.8400 |");
    expect(said).toContain("A round is one run here.");
    expect(said).not.toContain("another tuning");
  });

  it("tells of the mean of several runs, and of another tuning's part in what is published", () => {
    const rounds = [1, 2].map(() => ({ steps: 2000, runs: [0.84, 0.85], mean: 0.86 }));
    const said = howTrained({ ...tuned, rounds, besideSha256: "bbbb" });
    expect(said).toContain("2 rounds");
    expect(said).toContain("The runs of a round start from the same weights");
    expect(said).toContain("Its mean with another tuning (sha256 of that model.onnx `bbbb`");
  });
});
