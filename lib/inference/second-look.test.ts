import { describe, expect, it } from "vitest";
import type { Scores } from "#lib/domain/taxonomy";
import { type Part, partsOf, placed, raisedByAll, raisedScores } from "./second-look";
import type { TextOutput } from "./text-outputs";

const WRITTEN =
  "Kommt doch bitte morgen einmal vorbei. 我们明天去爬山吧。 And bring the children along, too.";

/** A part of the text that level 1 suspects, or the passages in one of several writings, as read. */
const suspected = (scores: Scores, output = { explanations: [] } as unknown as TextOutput) => {
  const [part] = partsOf("a stretch of a text", { start: 2, end: 9 });
  if (!part) throw new Error("no part");
  return { part, output, scores };
};
const written = (at: number, scores: Scores, output = { explanations: [] } as unknown as TextOutput) => {
  const part = partsOf(WRITTEN, undefined)[at];
  if (!part) throw new Error("no such part");
  return { part, output, scores };
};

describe("partsOf", () => {
  it("are what is written in each of several writings, and the stretch that is suspected", () => {
    const parts = partsOf(WRITTEN, { start: 6, end: 10 });
    expect(parts.map(({ text }) => text)).toEqual([
      "Kommt doch bitte morgen einmal vorbei. \nAnd bring the children along, too.",
      "我们明天去爬山吧。 ",
      "doch",
    ]);
    expect(partsOf("one writing alone", undefined)).toEqual([]);
  });

  it("are what shows of a text whose mark-up parts words, and the sentences in its names", () => {
    const text = "[so](x) [si](y)lly, see https://x.example/Are-you-there";
    expect(partsOf(text, undefined).map((part) => part.text)).toEqual([
      "so silly, see https://x.example/Are-you-there",
      "are\nyou\nthere",
    ]);
  });
});

describe("raisedScores", () => {
  it("counts a stretch only where it is surely harmful and says more than the whole", () => {
    const raised = raisedScores(
      { toxicity: 0.1, hate: 0.95, violence: 0.01 },
      suspected({ toxicity: 0.9, hate: 0.9, harassment: 0.5, violence: 0.4 }),
    );
    expect(Object.keys(raised)).toEqual(["toxicity", "violence"]);
    expect(raisedScores({}, suspected({ profanity: 1, misinformation: 1 }))).toEqual({});
  });

  it("does not forget what stands around it: between both, nearer to the stretch", () => {
    for (const part of [suspected({ toxicity: 0.9 }), written(1, { toxicity: 0.9 })]) {
      const { toxicity = 0 } = raisedScores({ toxicity: 0.1 }, part);
      expect(toxicity).toBeGreaterThan(0.5);
      expect(toxicity).toBeLessThan(0.9);
    }
  });

  it("counts what is in another writing as it stands up to one half, so that a person is asked as for it alone", () => {
    const whole = { toxicity: 0.001, violence: 0.001, spam: 0.3 };
    expect(raisedScores(whole, written(1, { toxicity: 0.9, violence: 0.12, spam: 0.2 }))).toEqual({
      toxicity: 0.5,
      violence: 0.12,
    });
  });

  it("counts a sentence in a name only where it is surely harmful, and then up to one half at least", () => {
    const [part] = partsOf("https://x.example/are-you-there", undefined) as [Part];
    const scores = { toxicity: 0.7, violence: 0.4, harassment: 0.9, sexual: 0.9, spam: 0.9 };
    const raised = raisedScores({ toxicity: 0.01, violence: 0.0001, harassment: 0.001 }, { part, scores });
    expect(raised).toEqual({ violence: 0.4, harassment: 0.5 });
  });

  it("takes the silence of a whole that was not scored for no word against the stretch", () => {
    const { violence = 0 } = raisedScores({ toxicity: 0.01 }, suspected({ violence: 0.95 }));
    expect(violence).toBeGreaterThan(0.8);
    expect(violence).toBeLessThan(0.95);
  });
});

describe("raisedByAll", () => {
  it("takes the highest of each category, and names the part with the highest of all", () => {
    const parts = [written(0, { toxicity: 0.4, hate: 0.45 }), written(1, { toxicity: 0.48 })];
    expect(raisedByAll({ toxicity: 0.01 }, parts)).toEqual({
      raised: { toxicity: 0.48, hate: expect.any(Number) },
      highest: parts[1],
    });
    expect(raisedByAll({ toxicity: 0.9 }, [])).toEqual({ raised: {}, highest: undefined });
  });
});

describe("placed", () => {
  const explained = (...spans: [start: number, end: number][]) =>
    ({
      explanations: [
        {
          category: "toxicity",
          spans: spans.map(([start, end]) => ({ start, end, weight: 1.5 })),
          gap: 0.09,
        },
        { category: "hate", spans: [] },
      ],
    }) as unknown as TextOutput;

  it("puts the marks of a part where it stands in the text, of raised categories alone", () => {
    expect(placed(suspected({}, explained([2, 5])), { toxicity: 0.9 })).toEqual([
      { category: "toxicity", spans: [{ start: 4, end: 7, weight: 1.5 }], gap: 0.09 },
    ]);
  });

  it("marks a word that mark-up parts whole", () => {
    const text = "how si<br>lly, I say";
    const [part] = partsOf(text, undefined) as [Part];
    const [{ spans = [] } = {}] = placed(
      { part, scores: {}, output: explained([4, 9], [4, 6], [6, 16]) },
      { toxicity: 0.9 },
    );
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual(["si<br>lly", "si", "lly, I say"]);
  });

  it("finds the passage that a mark stands in, and ends with it", () => {
    const part = written(0, {}, explained([6, 10], [44, 49], [33, 50]));
    const [{ spans = [] } = {}] = placed(part, { toxicity: 0.9 });
    expect(spans.map(({ start, end }) => WRITTEN.slice(start, end))).toEqual(["doch", "bring", "rbei. "]);
  });
});
