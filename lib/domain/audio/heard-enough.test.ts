import { describe, expect, it } from "vitest";
import { type Heard, heardEnough } from "./heard-enough";
import { type HeardWord, writeSpokenWords } from "./spoken-words";

/** Words of half a second each, from a second on. */
const said = (count: number, from: number, confidence = 0.9): HeardWord[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ word: "word", confidence },
    seconds: { from: from + at * 0.5, to: from + at * 0.5 + 0.4 },
  }));

const judge = (words: HeardWord[], over: Partial<Heard> = {}) =>
  heardEnough({
    ...{ kind: "audio", spoken: writeSpokenWords(words), speech: [{ from: 0, to: 5 }], otherSeconds: 0 },
    ...{ language: null, model: "ear@1", languages: ["en"], ...over },
  });

describe("heardEnough", () => {
  it("is content with speech that is words throughout, and says nothing of it", () => {
    expect(judge(said(10, 0))).toEqual({ enough: true, remark: undefined });
  });

  it.each([
    ["speech without a word", judge([]), "Somebody may be speaking, and no word was understood."],
    [
      "music or noise alone",
      judge([], { speech: [], otherSeconds: 20 }),
      "There is sound without speech, which no model judges.",
    ],
    [
      "words in the midst of music",
      judge(said(4, 0), { speech: [{ from: 0, to: 2 }], otherSeconds: 30 }),
      "Most of it is sound without speech, which no model judges.",
    ],
    [
      "a sentence in another language after one that was understood",
      judge(said(4, 0), {
        speech: [
          { from: 0, to: 2 },
          { from: 60, to: 66 },
        ],
      }),
      "From 1:00 to 1:06 somebody may be speaking, and no word was understood.",
    ],
    [
      "a long gap between two words",
      judge([...said(1, 0), ...said(1, 4.5)]),
      "From 0:00 to 0:04 somebody may be speaking, and no word was understood.",
    ],
    [
      "music that is heard as a scatter of words after much that was understood",
      judge([...said(40, 0), ...said(4, 21, 0.1)], {
        speech: [
          { from: 0, to: 20 },
          { from: 20.5, to: 26 },
        ],
      }),
      "From 0:20 to 0:26 somebody may be speaking, and no word was understood.",
    ],
    ["guesses", judge(said(10, 0, 0.2)), "The words were not understood well enough to judge them."],
    ["another language, by its own account", judge(said(10, 0), { language: "tr" }), /know the language tr/],
  ])("leaves %s to a person, with the reason", (_, { enough, remark }, reason) => {
    expect(enough).toBe(false);
    expect(remark).toMatch(reason);
  });

  it("takes a film's music for judged by its pictures, and says that nobody judged the music", () => {
    const music = { kind: "video", speech: [], otherSeconds: 12.4 } as const;
    expect(judge([], music)).toEqual({
      enough: true,
      remark: "12 s of it are sound without speech, which no model judges.",
    });
    expect(judge(said(4, 0), { ...music, speech: [{ from: 0, to: 2 }] }).enough).toBe(true);
  });

  it("has nothing against silence, a click, or some music under much speech, and says so", () => {
    expect(judge([], { speech: [] })).toEqual({ enough: true, remark: "No word is said in it." });
    expect(judge([], { speech: [], otherSeconds: 0.4 }).enough).toBe(true);
    expect(judge(said(10, 0), { otherSeconds: 3 })).toEqual({
      enough: true,
      remark: "3 s of it are sound without speech, which no model judges.",
    });
  });
});
