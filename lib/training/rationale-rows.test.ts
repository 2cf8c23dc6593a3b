import { describe, expect, it } from "vitest";
import { rationalePieces } from "./rationale-rows";

const text = "You are a silly goose. The weather in May was rather cold for us.";
const goose = { type: "Insult", start: 10, end: 21 };

describe("rationalePieces", () => {
  it("teaches the marked stretch once and the unmarked sentences", () => {
    const pieces = rationalePieces(text, [goose, goose]);
    expect(pieces.map((piece) => piece.text)).toEqual([
      "silly goose",
      "The weather in May was rather cold for us.",
    ]);
    expect(pieces[0]?.targets.harassment).toBeGreaterThan(0.5);
    expect(pieces[1]?.targets.harassment).toBeLessThan(0.1);
  });

  it("has nothing to say about unmarked texts, unknown kinds and scraps", () => {
    expect(rationalePieces(text, [])).toEqual([]);
    expect(rationalePieces("Silly goose. Bye.", [{ type: "toxic", start: 0, end: 11 }])).toEqual([]);
  });
});
