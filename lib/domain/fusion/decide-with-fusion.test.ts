import { describe, expect, it } from "vitest";
import { nextStep, type StageSpec } from "../cascade";
import { DEFAULT_POLICY, decide } from "../policy";
import { recalibrated } from "../recalibration";
import { logOdds } from "../text/blend-scores";
import type { StageResult } from "../verdict";

const spec = (name: string, modality: StageSpec["modality"]): StageSpec => ({
  ...{ name, modality, level: modality === "joint" ? 2 : 1, model: `${name}@1.0.0`, timeoutMs: 1000 },
});
const TEXT = spec("text-screen", "text");
const LOOKS = spec("image-screen", "image");
const FUSION = spec("fusion", "joint");
const PLAN = [TEXT, LOOKS, FUSION];
const result = ({ name, model, modality }: StageSpec, over: Partial<StageResult> = {}): StageResult => ({
  ...{ stage: name, model, modality, ms: 1, outcome: "continue", scores: {}, matches: [] },
  ...{ explanations: [], covered: true, ...over },
});
const FINE = { scores: { hate: 0.01, sexual: 0.01 } };
const judge = (results: StageResult[], plan = PLAN) =>
  decide({ plan, results, modalities: ["text", "image"], spotCheckDraw: 1 }, DEFAULT_POLICY);

describe("a verdict with fusion", () => {
  it("is raised by what the parts are together", () => {
    const results = [result(TEXT, FINE), result(LOOKS, FINE), result(FUSION, { scores: { hate: 0.6 } })];
    expect(judge(results)).toMatchObject({ decision: "FLAG", decidedBy: ["hate"], reviewReason: "score" });
  });

  it("is never lowered: harm that one part is certain of stays", () => {
    const harm = result(TEXT, { scores: { hate: 0.99 } });
    const verdict = judge([harm, result(LOOKS, FINE), result(FUSION, { scores: { hate: 0.02 } })]);
    expect(verdict).toMatchObject({ decision: "BLOCK", scores: { hate: 0.99 } });
  });

  it.each([
    ["failed", [...PLAN], [result(FUSION, { outcome: "failed", reason: "it is down" })]],
    ["too slow", [...PLAN], [result(FUSION, { outcome: "timeout" })]],
    ["skipped", [...PLAN], [result(FUSION, { outcome: "skipped" })]],
    ["absent", [TEXT, LOOKS], []],
  ] as const)("is what the parts say when fusion is %s", (_, plan, last) => {
    const parts = [result(TEXT, FINE), result(LOOKS, FINE)];
    expect(judge([...parts, ...last], [...plan])).toMatchObject({ decision: "APPROVE", reviewReason: null });
    const harm = [result(TEXT, { scores: { hate: 0.5 } }), result(LOOKS, FINE)];
    expect(judge([...harm, ...last], [...plan])).toMatchObject({ decision: "FLAG", reviewReason: "score" });
  });

  it("still goes to a person where a part was not judged", () => {
    const results = [result(TEXT, FINE), result(LOOKS, { outcome: "failed" }), result(FUSION, FINE)];
    expect(judge(results)).toMatchObject({ decision: "FLAG", reviewReason: "media_not_judged" });
    const alone = decide(
      { plan: [FUSION], results: [result(FUSION, FINE)], modalities: ["text"], spotCheckDraw: 1 },
      DEFAULT_POLICY,
    );
    expect(alone.decision).toBe("FLAG");
  });

  it("comes last, also when a part was certain", () => {
    const sure = { ...TEXT, exit: { hate: { low: 0.05, high: 0.95 } } };
    const plan = [sure, spec("text-deep", "text"), LOOKS, FUSION];
    const first = [result(sure, { scores: { hate: 0.99 } })];
    expect(nextStep(plan, first)).toEqual({ run: LOOKS });
    expect(nextStep(plan, [...first, result(LOOKS, FINE)])).toEqual({ run: FUSION });
    expect(nextStep(plan, [...first, result(LOOKS, FINE), result(FUSION)])).toEqual({ stop: "certain" });
  });
});

describe("recalibration", () => {
  const curves = { hate: { kind: "platt", slope: 1, offset: -2 } } as const;
  const recalibration = { models: [TEXT.model], curves, labels: 100 };

  it("moves what fusion made of the scores it corrects", () => {
    const results = [
      result(TEXT, { scores: { hate: 0.5 } }),
      result(LOOKS, { scores: { sexual: 0.3 } }),
      result(FUSION, { scores: { hate: 0.5, sexual: 0.3 } }),
    ];
    const [text, , fusion] = recalibrated(results, recalibration);
    expect(logOdds(text?.scores.hate ?? 0)).toBeCloseTo(-2, 6);
    expect(logOdds(fusion?.scores.hate ?? 0)).toBeCloseTo(-2, 6);
    expect(fusion?.scores.sexual).toBe(0.3);
  });

  it("leaves fusion alone where another part is the worse one", () => {
    const results = [
      result(TEXT, { scores: { hate: 0.2 } }),
      result(LOOKS, { scores: { hate: 0.7 } }),
      result(FUSION, { scores: { hate: 0.7 } }),
    ];
    expect(recalibrated(results, recalibration)[2]?.scores.hate).toBe(0.7);
  });
});
