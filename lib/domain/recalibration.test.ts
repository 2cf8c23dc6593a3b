import { describe, expect, it } from "vitest";
import { stageResult } from "#scripts/test/fake-cascade";
import { DEFAULT_POLICY, decide } from "./policy";
import { policyDiff } from "./policy-history";
import { agreementAt, type JudgedText, outcomeOf, proposeRecalibration } from "./propose-recalibration";
import { type Recalibration, recalibrated, recalibrationSchema } from "./recalibration";

const text = (fields: Partial<JudgedText> = {}): JudgedText => ({
  scores: { spam: 0.5, hate: 0.2 },
  categories: [],
  about: [],
  harmful: false,
  weight: 1,
  ...fields,
});

/** Texts whose spam score says 0.5 where a quarter is spam, and 0.9 where three quarters are. */
function overconfident(count: number): JudgedText[] {
  return Array.from({ length: count }, (_, at) => {
    const high = at % 2 === 1;
    const positive = high ? at % 8 !== 1 : at % 8 === 0;
    return text({
      scores: { spam: high ? 0.9 : 0.5 },
      categories: positive ? ["spam"] : [],
      harmful: positive,
    });
  });
}

describe("outcomeOf", () => {
  it("is silent on what a label is not about, and on how, where only harm is known", () => {
    expect(outcomeOf(text({ categories: ["spam"], harmful: true }), "spam")).toBe(1);
    expect(outcomeOf(text({ categories: ["spam"], harmful: true }), "hate")).toBe(0);
    expect(outcomeOf(text({ about: ["spam"] }), "hate")).toBeUndefined();
    expect(outcomeOf(text({ about: ["spam"] }), "spam")).toBe(0);
    expect(outcomeOf(text({ harmful: true }), "spam")).toBeUndefined();
  });
});

describe("proposeRecalibration", () => {
  it("corrects scores that say too much, and says how much is gained", () => {
    const [spam] = proposeRecalibration(overconfident(400));
    expect(spam).toMatchObject({ category: "spam", labels: 400, positives: 200, reason: "adopted" });
    expect(spam?.before).toBeGreaterThan(0.15);
    expect(spam?.after).toBeLessThan(0.05);
    expect(spam?.bins.before.map(({ said }) => Math.round(said * 10) / 10)).toEqual([0.5, 0.9]);
    expect(spam?.bins.after.reduce((sum, { count }) => sum + count, 0)).toBe(400);
  });

  it("measures against the curves in force, and does not adopt the same again", () => {
    const texts = overconfident(400);
    const curve = proposeRecalibration(texts)[0]?.curve ?? undefined;
    const [again] = proposeRecalibration(texts, { spam: curve });
    expect(again?.before).toBeLessThan(0.05);
    expect(again).toMatchObject({ reason: "no_gain", curve: null });
  });

  it("counts labels on the same side of a threshold as the score that is served", () => {
    const texts = overconfident(400);
    // All scores are 0.5 or 0.9: nothing stands below 0.4; with a curve that lowers them all, everything does.
    expect(agreementAt(texts, "spam", 0.4)).toEqual({ agree: 200, labels: 400 });
    const low = { kind: "platt" as const, slope: 0, offset: -5 };
    expect(agreementAt(texts, "spam", 0.4, low)).toEqual({ agree: 200, labels: 400 });
    expect(agreementAt(texts, "spam", 0.8)).toEqual({ agree: 300, labels: 400 });
  });

  it("leaves alone what is right or too little known", () => {
    const few = proposeRecalibration(overconfident(60));
    expect(few).toMatchObject([{ reason: "too_few_labels", curve: null }]);
    const suggested = overconfident(400).map((each) => ({ ...each, about: ["hate" as const] }));
    expect(proposeRecalibration(suggested)).toEqual([]);
    const right = overconfident(400).map((each, at) => ({ ...each, scores: { spam: at % 2 ? 0.75 : 0.25 } }));
    expect(proposeRecalibration(right)).toMatchObject([{ reason: "no_gain", curve: null }]);
  });
});

describe("a recalibration in force", () => {
  const recalibration: Recalibration = {
    models: ["text-deep@1.0.0"],
    labels: 400,
    curves: { spam: { kind: "platt", slope: 1, offset: -4 } },
  };
  const result = (model: string, spam: number) =>
    stageResult({ stage: "text-deep", model, scores: { spam, hate: 0.1 } });
  const plan = [{ name: "text-deep", level: 2 as const, modality: "text" as const, model: "", timeoutMs: 1 }];

  it("changes the scores of its models alone, and the decision with them", () => {
    const [own, other] = recalibrated(
      [result("text-deep@1.0.0", 0.8), result("text-deep@1.1.0", 0.8)],
      recalibration,
    );
    expect(own?.scores.spam).toBeCloseTo(0.07, 2);
    expect(own?.scores.hate).toBe(0.1);
    expect(other?.scores.spam).toBe(0.8);
    const input = { plan, results: [result("text-deep@1.0.0", 0.8)], spotCheckDraw: 1 };
    expect(decide(input, DEFAULT_POLICY).decision).toBe("FLAG");
    const policy = { ...DEFAULT_POLICY, recalibration };
    expect(decide(input, policy)).toMatchObject({ decision: "APPROVE" });
    expect(decide(input, policy).scores.spam).toBeLessThan(0.5);
  });

  it("is part of what differs between two policies, and survives JSON", () => {
    expect(policyDiff(DEFAULT_POLICY, { ...DEFAULT_POLICY, recalibration })).toMatchObject([
      { path: "recalibration.spam", from: null, to: "Platt's curve from 400 labels" },
    ]);
    const others = { ...recalibration, models: ["text-deep@1.1.0"] };
    expect(
      policyDiff({ ...DEFAULT_POLICY, recalibration }, { ...DEFAULT_POLICY, recalibration: others }),
    ).toEqual([
      {
        path: "recalibration",
        title: "Recalibration: models",
        from: "text-deep@1.0.0",
        to: "text-deep@1.1.0",
      },
    ]);
    expect(recalibrationSchema.parse(JSON.parse(JSON.stringify(recalibration)))).toEqual(recalibration);
  });
});
