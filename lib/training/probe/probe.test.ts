import { describe, expect, it } from "vitest";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { generateContrast } from "../contrast/generate";
import { Random } from "../random";
import { UNSEEN_GROUPS } from "./hate-cases";
import { measureProbe, probeTexts } from "./probe";
import { unseenHarm } from "./unseen-harm";

const offensive = { slur: ["slurword"], insult: ["insultword"], swear: ["swearword"], sexterm: ["sexword"] };
const texts = probeTexts(offensive);
const letters = (text: string) => text.toLowerCase().replace(/[^a-z ]/gu, "");

describe("unseen harm", () => {
  const halves = (["calibration", "validation"] as const).map((split) => unseenHarm(split));
  const all = halves.flat().flatMap(({ texts: each }) => each);

  it("gives each category's texts to one half or the other", () => {
    expect(new Set(all).size).toBe(all.length);
    const [chooses, judges] = halves.map((half) =>
      half.map(({ category, texts: { length } }) => [category, length]),
    );
    expect(chooses).toEqual(judges);
    expect(Object.fromEntries(chooses ?? [])).toEqual({ sexual: 20, violence: 64, self_harm: 65 });
  });

  it("is not what the contrast templates say", () => {
    const trained = new Set(
      generateContrast(new Random(5), offensive, 60_000).map(({ text }) => letters(text)),
    );
    expect(all.filter((text) => trained.has(letters(text)))).toEqual([]);
  });
});

describe("the probe", () => {
  it("fills every slot, says every sentence once, and has both sides of every question", () => {
    expect(texts.some(({ text }) => /[{}]/u.test(text))).toBe(false);
    expect(new Set(texts.map(({ text }) => text)).size).toBe(texts.length);
    for (const category of ["hate", "sexual", "self_harm", "violence"]) {
      const harmful = texts.filter((each) => each.category === category).map((each) => each.harmful);
      expect(new Set(harmful).size).toBe(2);
    }
  });

  it("is not what the contrast templates say", () => {
    const trained = new Set(
      generateContrast(new Random(3), offensive, 60_000).map(({ text }) => letters(text)),
    );
    expect(texts.filter(({ text }) => trained.has(letters(text)))).toEqual([]);
  });

  it("knows groups that no training template names", () => {
    const named = new RegExp(UNSEEN_GROUPS.flat().join("|"), "iu");
    expect(generateContrast(new Random(4), offensive, 20_000).filter(({ text }) => named.test(text))).toEqual(
      [],
    );
    expect(probeTexts(offensive, UNSEEN_GROUPS).some(({ text }) => named.test(text))).toBe(true);
  });

  it("measures a perfect judge as perfect and a judge who always says yes as right on the hateful alone", () => {
    const column = (category: Category) => CATEGORIES.indexOf(category);
    const perfect = texts.map(({ category, harmful }) => {
      const row = new Float32Array(CATEGORIES.length);
      row[column(category)] = harmful ? 0.9 : 0.1;
      return row;
    });
    const best = measureProbe(texts, perfect, 0.5);
    expect(best.hate).toMatchObject({ auc: 1, accuracy: 1, hatefulRight: 1, harmlessRight: 1 });
    expect(best.harms.every((harm) => harm.auc === 1 && harm.averagePrecision === 1)).toBe(true);
    const yes = measureProbe(texts, perfect, 0);
    expect(yes.hate).toMatchObject({ hatefulRight: 1, harmlessRight: 0 });
    expect(yes.hate.kinds.find(({ kind }) => kind === "neutral mention")?.right).toBe(0);
  });
});
