import { expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { Random } from "../../../random";
import { FOREIGN_FRAMES, generateForeign } from "../generate-foreign";
import { isUnseen, UNSEEN, unseenSentences } from "./unseen";

const folded = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

it("has as many sentences in each language, none twice and none that templates say", () => {
  const all = Object.values(UNSEEN).flatMap(({ neighbours, everyday }) => [...neighbours, ...everyday]);
  expect(Object.values(UNSEEN).map(({ neighbours }) => neighbours.length)).toEqual([120, 120, 120, 120]);
  expect(Object.values(UNSEEN).map(({ everyday }) => everyday.length)).toEqual([80, 80, 80, 80]);
  expect(new Set(all.map(folded)).size).toBe(all.length);
  const said = new Set(generateForeign(new Random(2), 20_000).map(({ text }) => folded(text)));
  const patterns = new Set(
    FOREIGN_FRAMES.flatMap(({ language: _, ...banks }) => Object.values(banks).flat().map(folded)),
  );
  for (const text of all)
    expect([text, said.has(folded(text)) || patterns.has(folded(text))]).toEqual([text, false]);
});

it("gives them as held-out texts of which nothing is known but that they are not toxic", () => {
  const rows = unseenSentences();
  expect(rows).toHaveLength(800);
  for (const row of rows) {
    expect(isUnseen(row)).toBe(true);
    expect(row.split).toBe("calibration");
    expect([...row.known].filter((value) => !Number.isNaN(value))).toEqual([0]);
    expect(row.known[CATEGORIES.indexOf("toxicity")]).toBe(0);
  }
});
