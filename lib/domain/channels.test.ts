import { describe, expect, it } from "vitest";
import { stageResult, stageSpec } from "#scripts/test/fake-cascade";
import { mergeScores, type StageSpec } from "./cascade";
import { DEFAULT_POLICY, decide } from "./policy";
import type { RuleMatch, StageResult } from "./verdict";

const result = ({ name, model, modality, channel }: StageSpec, over: Partial<StageResult> = {}) =>
  stageResult({ stage: name, model, modality, channel, ...over });
const match = (action: RuleMatch["action"], start: number, end: number): RuleMatch => ({
  entryId: `lst_${action}`,
  kind: "keyword",
  value: "word",
  category: "spam",
  action,
  start,
  end,
});

const TEXT = stageSpec("text-screen");
const DEEP = stageSpec("text-deep", { level: 2 });
const LOOKS = stageSpec("image-screen", { modality: "image" });
const WORDS = stageSpec("image-words", { modality: "image", channel: "image.words", level: 2 });
const judge = (plan: StageSpec[], results: StageResult[], modalities?: ("text" | "image" | "audio")[]) =>
  decide({ plan, results, modalities, spotCheckDraw: 1 }, DEFAULT_POLICY);

describe("mergeScores over channels", () => {
  it("lets a later stage of the same channel correct an earlier one", () => {
    const results = [result(TEXT, { scores: { spam: 0.9 } }), result(DEEP, { scores: { spam: 0.2 } })];
    expect(mergeScores(results)).toEqual({ spam: 0.2 });
  });

  it("lets no channel undo what another saw", () => {
    const results = [
      result(TEXT, { scores: { spam: 0.9, hate: 0.1 } }),
      result(LOOKS, { scores: { sexual: 0.6 } }),
      result(WORDS, { scores: { spam: 0.2, hate: 0.7, sexual: 0.01 } }),
    ];
    expect(mergeScores(results)).toEqual({ spam: 0.9, hate: 0.7, sexual: 0.6 });
  });
});

describe("decide with media", () => {
  const fine = { scores: { sexual: 0.01, spam: 0.01 } };

  it("approves what was judged in every channel", () => {
    const verdict = judge([TEXT, LOOKS, WORDS], [result(TEXT, fine), result(LOOKS, fine), result(WORDS)]);
    expect(verdict).toMatchObject({ decision: "APPROVE", reviewReason: null });
  });

  it.each([
    ["a picture that could not be decoded", "skipped", "skipped"],
    ["words that could not be read", "continue", "failed"],
  ] as const)("sends %s to a person", (_, looks, words) => {
    const results = [
      result(TEXT, fine),
      result(LOOKS, { outcome: looks }),
      result(WORDS, { outcome: words }),
    ];
    expect(judge([TEXT, LOOKS, WORDS], results)).toMatchObject({
      decision: "FLAG",
      reviewReason: "media_not_judged",
    });
  });

  it("sends a medium to a person that no stage judges", () => {
    const verdict = judge([TEXT], [result(TEXT, fine)], ["text", "audio"]);
    expect(verdict).toMatchObject({ decision: "FLAG", reviewReason: "media_not_judged" });
  });

  it("blocks on one channel's evidence whatever failed in another", () => {
    const results = [result(TEXT, { scores: { spam: 0.99 } }), result(LOOKS, { outcome: "failed" })];
    expect(judge([TEXT, LOOKS], results).decision).toBe("BLOCK");
  });

  it("silences a match by an allowed stretch of the same channel only", () => {
    const allowed = result(TEXT, { ...fine, matches: [match("allow", 0, 20)] });
    const same = { ...allowed, matches: [match("allow", 0, 20), match("block", 3, 7)] };
    const other = result(WORDS, { matches: [match("block", 3, 7)] });
    expect(judge([TEXT], [same]).decision).toBe("APPROVE");
    expect(judge([TEXT, LOOKS, WORDS], [allowed, result(LOOKS, fine), other]).decision).toBe("BLOCK");
  });
});
