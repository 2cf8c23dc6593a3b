import { describe, expect, it } from "vitest";
import { type ScoredPiece, UNKNOWN_PIECE, UnigramPieces } from "./unigram-pieces";

const RESERVED: ScoredPiece[] = ["?", "<s>", "</s>", "1", "2", "3"].map((sign) => [sign, 0]);
const VOCABULARY: ScoredPiece[] = [
  ...RESERVED,
  ["▁", -4],
  ["▁see", -5],
  ["▁you", -5],
  ["s", -6],
  ["e", -6],
  ["▁se", -6],
  ["y", -7],
  ["o", -7],
  ["u", -7],
  ["@", -8],
  ["r", -8],
];
const pieces = new UnigramPieces(VOCABULARY);
const read = (text: string, most = 100) =>
  pieces.encode(text, most).map((id) => (id === UNKNOWN_PIECE ? "?" : (VOCABULARY[id] as ScoredPiece)[0]));

describe("UnigramPieces", () => {
  it("writes a text in the pieces that are likeliest together", () => {
    expect(read("see you")).toEqual(["▁see", "▁you"]);
    expect(read("sees")).toEqual(["▁see", "s"]);
    expect(read("sese")).toEqual(["▁se", "s", "e"]);
  });

  it("reads signs in a row that it does not know as one unknown piece", () => {
    expect(read("see ☃☃☃ you")).toEqual(["▁see", "▁", "?", "▁you"]);
    expect(read("☃")).toEqual(["▁", "?"]);
  });

  it("folds width and spaces, and a row of names to one", () => {
    expect(read("ｓｅｅ \n\t you ")).toEqual(["▁see", "▁you"]);
    expect(read("@user @user @USER see")).toEqual(read("@user see"));
    expect(read("  ")).toEqual([]);
  });

  it("reads so many signs, and no sign by half", () => {
    expect(read("see you", 4)).toEqual(["▁see"]);
    expect(read(`${"😀".repeat(9)}`, 3)).toEqual(["▁", "?"]);
  });

  it("takes no longer than so many signs call for", () => {
    expect(pieces.encode("see ".repeat(1_000_000), 40).length).toBe(10);
  });

  it("is the same after being written and read", () => {
    const again = UnigramPieces.fromBytes(pieces.toBytes());
    expect(again.encode("see you sees", 100)).toEqual(pieces.encode("see you sees", 100));
  });
});
