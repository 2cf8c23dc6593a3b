import { describe, expect, it } from "vitest";
import { decodeCtc } from "./ctc";

const VOCABULARY = { tokens: ["<pad>", "|", "<unk>", "A", "B", "'"], blank: 0, delimiter: "|" };

/** Frames that say each token in turn, with this margin over the others. */
const frames = (tokens: string[], margin = 10) =>
  Float32Array.from(
    tokens.flatMap((token) =>
      VOCABULARY.tokens.map((each) => (each === (token === "_" ? "<pad>" : token) ? margin : 0)),
    ),
  );

describe("decodeCtc", () => {
  it("joins repeats, keeps doubled letters that a blank parts, and splits at the delimiter", () => {
    const heard = decodeCtc(frames(["A", "A", "_", "A", "B", "|", "|", "_", "B", "B"]), VOCABULARY, 1);
    expect(heard.map(({ word }) => word)).toEqual(["aab", "b"]);
    expect(heard[0]?.seconds.from).toBeCloseTo(0);
    expect(heard[0]?.seconds.to).toBeCloseTo(0.5);
    expect(heard[1]?.seconds.from).toBeCloseTo(0.8);
    expect(heard[1]?.confidence).toBeGreaterThan(0.99);
  });

  it("is less sure where the frames are, and hears nothing in blanks and unknown signs", () => {
    const [word] = decodeCtc(frames(["A"], 0.5), VOCABULARY, 1);
    expect(word?.confidence).toBeLessThan(0.3);
    expect(decodeCtc(frames(["_", "<unk>", "|", "_"]), VOCABULARY, 1)).toEqual([]);
    expect(decodeCtc(new Float32Array(0), VOCABULARY, 0)).toEqual([]);
  });
});
