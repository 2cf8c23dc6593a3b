import { describe, expect, it } from "vitest";
import { stageResult } from "#scripts/test/fake-cascade";
import { joinFrames } from "./join-frames";

const frame = (from: number, over: Parameters<typeof stageResult>[0]) => ({
  seconds: { from, to: from + 1 },
  result: stageResult({ modality: "image", ...over }),
});

const looks = (from: number, sexual: number) =>
  frame(from, {
    scores: { sexual },
    explanations: [
      {
        modality: "image",
        category: "sexual",
        summary: "",
        spans: [],
        heatmap: { columns: 1, rows: 1, values: [sexual], bias: 0 },
      },
    ],
  });

const reads = (from: number, text: string) =>
  frame(from, {
    scores: { toxicity: 0.8 },
    transcript: { text, words: [{ start: 0, end: text.length, confidence: 1, box: BOX }] },
    explanations: [
      {
        modality: "image",
        category: "toxicity",
        summary: "",
        spans: [{ start: 0, end: text.length, weight: 1 }],
        gap: 0.09,
        regions: [{ weight: 1, box: BOX }],
      },
    ],
    matches: [
      { entryId: "lst_1", kind: "keyword", value: "b", category: "spam", action: "flag", start: 0, end: 1 },
    ],
  });

const BOX = { x: 0.1, y: 0.1, width: 0.2, height: 0.1 };
const PICTURE = { modality: "video", channel: "picture" } as const;

describe("frames as one film", () => {
  it("score what lasts, and show the frame that tells most", () => {
    const joined = joinFrames(
      [looks(0, 0.1), looks(1, 0.99), looks(2, 0.1), looks(3, 0.1), looks(4, 0.7), looks(5, 0.8)],
      PICTURE,
    );
    expect(joined.scores).toEqual({ sexual: 0.7 });
    const [explanation] = joined.explanations;
    expect(explanation?.heatmap?.values).toEqual([0.8]);
    expect(explanation?.regions).toEqual([{ weight: 1, seconds: { from: 5, to: 6 } }]);
    expect(explanation?.summary).toBe("Sexual content 70 %: clearest at 0:05.");
  });

  it("keep every frame above a fifth on the timeline, the flash too", () => {
    const { timeline } = joinFrames([looks(0, 0.1), looks(1, 0.99), looks(2, 0.3), looks(3, 0.3)], PICTURE);
    expect(timeline).toEqual([
      { from: 1, to: 2, channel: "picture", category: "sexual", score: 0.99 },
      { from: 2, to: 4, channel: "picture", category: "sexual", score: 0.3 },
    ]);
  });

  it("put the words of all frames into one text, marks included", () => {
    const joined = joinFrames([reads(0, "first"), frame(1, {}), reads(2, "bad words")], {
      modality: "video",
      channel: "words",
    });
    expect(joined.transcript?.text).toBe("first\nbad words");
    expect(joined.transcript?.words[1]).toMatchObject({
      start: 6,
      end: 15,
      seconds: { from: 2, to: 3 },
      box: BOX,
    });
    const [explanation] = joined.explanations;
    const [span] = explanation?.spans ?? [];
    const marked = joined.transcript?.text.slice(span?.start, span?.end);
    expect(["first", "bad words"]).toContain(marked);
    expect(explanation?.regions?.[0]).toMatchObject({ box: BOX, weight: 1 });
    expect(explanation?.gap).toBe(0.09);
  });

  it("name a list entry once, at its nearest match", () => {
    const known = (from: number, distance: number) =>
      frame(from, {
        matches: [
          {
            entryId: "lst_9",
            kind: "pdq",
            value: "f",
            category: "sexual",
            action: "block",
            start: 0,
            end: 0,
            distance,
          },
        ],
      });
    const { matches } = joinFrames([known(1, 20), known(2, 4), known(3, 9)], PICTURE);
    expect(matches).toHaveLength(1);
    expect(matches[0]).toMatchObject({ distance: 4, at: 2, start: 0, end: 0 });
  });

  it("of nothing are nothing", () => {
    expect(joinFrames([], PICTURE)).toMatchObject({
      scores: {},
      matches: [],
      explanations: [],
      timeline: [],
    });
  });
});
