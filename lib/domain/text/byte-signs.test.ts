import { expect, it } from "vitest";
import { BYTE_SIGNS, bytesOfSigns } from "./byte-signs";

it("has a visible sign of its own for each byte, as GPT-2 writes them", () => {
  expect(new Set(BYTE_SIGNS).size).toBe(256);
  expect([0x21, 0x61, 0xe9].map((byte) => BYTE_SIGNS[byte])).toEqual(["!", "a", "é"]);
  expect([0x00, 0x0a, 0x20, 0x7f, 0xa0, 0xad].map((byte) => BYTE_SIGNS[byte])).toEqual([
    "Ā",
    "Ċ",
    "Ġ",
    "ġ",
    "ł",
    "Ń",
  ]);
});

it("finds the bytes of a token, and none for what no byte is written as", () => {
  for (const [byte, sign] of BYTE_SIGNS.entries()) expect(bytesOfSigns(sign)).toEqual([byte]);
  expect(bytesOfSigns("ĠcafÃ©")).toEqual([...new TextEncoder().encode(" café")]);
  expect(bytesOfSigns("")).toEqual([]);
  expect(bytesOfSigns("тыква")).toBeUndefined();
});
