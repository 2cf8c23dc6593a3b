import { describe, expect, it } from "vitest";
import { stageResult } from "#scripts/test/fake-cascade";
import { nextStep, type StageSpec } from "./cascade";
import { DEFAULT_POLICY, decide } from "./policy";
import type { Scores } from "./taxonomy";
import type { StageResult } from "./verdict";

const bounds = { toxicity: { low: 0.1, high: 0.98 } };
const level = (at: 1 | 2, name: string): StageSpec => ({
  name,
  level: at,
  modality: "text",
  model: `${name}@1`,
  timeoutMs: 1000,
  ...(at === 1 ? { exit: bounds } : {}),
});
const plan = [level(1, "text-screen"), level(2, "text-deep")];

/** Runs the plan with these answers and decides. */
function judge(screen: Partial<StageResult>, deep: Partial<StageResult>) {
  const answers: Record<string, Partial<StageResult>> = { "text-screen": screen, "text-deep": deep };
  const results: StageResult[] = [];
  for (;;) {
    const step = nextStep(plan, results);
    if ("stop" in step) break;
    results.push(stageResult({ stage: step.run.name, ...answers[step.run.name] }));
  }
  return { asked: results.length, verdict: decide({ plan, results, spotCheckDraw: 1 }, DEFAULT_POLICY) };
}

const toxicity = (score: number): { scores: Scores } => ({ scores: { toxicity: score } });
const down = { outcome: "failed", reason: "text-deep is damaged" } as const;
const slow = { outcome: "timeout", reason: "The model took longer than 2000 ms." } as const;

describe("when level 2 is down or too slow", () => {
  it.each([down, slow])("level 1 approves what it is sure is harmless: $outcome", (deep) => {
    const { asked, verdict } = judge(toxicity(0.02), deep);
    expect(asked).toBe(1);
    expect(verdict).toMatchObject({ decision: "APPROVE", reviewReason: null });
  });

  it.each([down, slow])("level 1 blocks what it is sure is harmful: $outcome", (deep) => {
    expect(judge(toxicity(0.99), deep).verdict).toMatchObject({ decision: "BLOCK", decidedBy: ["toxicity"] });
  });

  it.each([down, slow])("people get the rest, even below the review threshold: $outcome", (deep) => {
    const { asked, verdict } = judge(toxicity(0.3), deep);
    expect(asked).toBe(2);
    expect(verdict).toMatchObject({ decision: "FLAG", confidence: 0, reviewReason: "models_unavailable" });
    expect(verdict.scores).toEqual({ toxicity: 0.3 });
  });

  it("people get everything when level 1 is down as well", () => {
    expect(judge(down, down).verdict).toMatchObject({ decision: "FLAG", reviewReason: "models_unavailable" });
  });

  it.each([down, slow, { covered: false }])(
    "what only refines is nobody's business where it does not: %o",
    (sense) => {
      const refining: StageSpec = { ...level(2, "text-sense"), refines: true };
      const results = [
        stageResult({ stage: "text-screen", ...toxicity(0.2) }),
        stageResult({ stage: "text-deep", ...toxicity(0.02) }),
        stageResult({ stage: "text-sense", ...sense }),
      ];
      const decided = (some: typeof results) =>
        decide({ plan: [...plan, refining], results: some, spotCheckDraw: 1 }, DEFAULT_POLICY);
      expect(decided(results)).toMatchObject({ decision: "APPROVE", reviewReason: null });
      const [screen, deep, refined] = results as [StageResult, StageResult, StageResult];
      const foreign = decided(
        [screen, deep].map((each) => ({ ...each, covered: false })).concat({ ...refined, covered: true }),
      );
      expect(foreign.reviewReason).toBe("language_not_covered");
    },
  );

  it("a stage that gave no answer is not made up for by another", () => {
    expect(judge(down, toxicity(0.05)).verdict).toMatchObject({
      decision: "FLAG",
      reviewReason: "models_unavailable",
    });
    expect(judge(toxicity(0.3), toxicity(0.05)).verdict.decision).toBe("APPROVE");
  });
});
