import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import { expectedCalibrationError } from "#lib/domain/reliability";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { blendFor, blendScores } from "#lib/domain/text/blend-scores";
import { UNSEEN_NEIGHBOURS } from "./contrast/foreign/unseen/unseen";
import { auc } from "./metrics";
import { Random } from "./random";
import { blendsOf, chooseBlends, LOWERED, type PairedRow } from "./text-blend";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Texts whose spam the deep model ranks better than the first; only hate is asked of the first alone. */
function pairs(
  count: number,
  noise: { shallow: number; deep: number },
  { language = "en", shift = 0 } = {},
): PairedRow[] {
  const random = new Random(5);
  return Array.from({ length: count }, (_, at) => {
    const truth = at % 4 === 0 ? 1 : 0;
    const known = Float32Array.from(CATEGORIES, (category) => (category === "spam" ? truth : Number.NaN));
    const score = (spread: number) => logistic(2 * truth - 1 + shift + spread * random.normal());
    return {
      row: {
        text: `text ${at}`,
        source: "set",
        language,
        split: "calibration",
        targets: known,
        trust: new Float32Array(known.length),
        known,
        weight: 1,
      },
      language,
      shallow: { spam: score(noise.shallow), hate: 0.1 },
      deep: { spam: score(noise.deep) },
    };
  });
}

describe("chooseBlends", () => {
  it("leans on the better model and leaves out what only one of them scores", () => {
    const [better] = chooseBlends(pairs(2000, { shallow: 3, deep: 0.7 }));
    const [worse] = chooseBlends(pairs(2000, { shallow: 0.7, deep: 3 }));
    expect(better?.category).toBe("spam");
    expect(better?.weight).toBeGreaterThan(0.6);
    expect(worse?.weight).toBeLessThan(0.4);
    expect(chooseBlends(pairs(2000, { shallow: 1, deep: 1 }))).toHaveLength(1);
    expect(chooseBlends([])).toEqual([]);
    const [kept] = chooseBlends(pairs(2000, { shallow: 0.7, deep: 3 }), { weights: [0.5, 0.6, 0.7] });
    expect(kept?.weight).toBe(0.5);
  });

  it("gives probabilities that rank better than either and are true", () => {
    const rows = pairs(4000, { shallow: 1.2, deep: 1.2 });
    const blend = blendsOf(chooseBlends(rows)).usual;
    const labels = rows.map(({ row }) => row.known[CATEGORIES.indexOf("spam")] as number);
    const scores = rows.map(({ shallow, deep }) => blendScores(shallow, deep, blend).spam as number);
    expect(auc({ scores, labels })).toBeGreaterThan(
      auc({ scores: rows.map(({ deep }) => deep.spam as number), labels }) + 0.01,
    );
    expect(expectedCalibrationError({ scores, labels })).toBeLessThan(0.03);
  });

  it("gives a language with labels enough curves of its own, and leaves the usual ones as they are without it", () => {
    const noise = { shallow: 1.2, deep: 1.2 };
    const usual = pairs(4000, noise);
    const hot = pairs(4000, noise, { language: "pt", shift: 2 });
    const rare = pairs(100, noise, { language: "tr", shift: -2 });
    const blends = blendsOf(chooseBlends([...usual, ...hot, ...rare]));
    expect(Object.keys(blends.languages)).toEqual(["pt"]);
    for (const rows of [usual, hot]) {
      const [labels, scores] = [
        rows.map(({ row }) => row.known[CATEGORIES.indexOf("spam")] as number),
        rows.map(
          ({ language, shallow, deep }) =>
            blendScores(shallow, deep, blendFor(blends, language)).spam as number,
        ),
      ];
      expect(expectedCalibrationError({ scores, labels })).toBeLessThan(0.03);
    }
    expect(blendsOf(chooseBlends(usual)).languages).toEqual({});
    expect(blendFor(blends, "constructor")).toBe(blends.usual);
  });

  it("lowers what no text of a language is labelled with, until few harmless ones reach the threshold", () => {
    const { review } = DEFAULT_POLICY.categories.violence;
    /** Texts of which the deep model alone says violence; every fourth is toxic, and far more violent. */
    const unlabelled = (language: string, shift: number): PairedRow[] =>
      pairs(2000, { shallow: 1, deep: 1 }, { language }).map((pair, at) => {
        const known = new Float32Array(pair.row.known.length).fill(Number.NaN);
        known[CATEGORIES.indexOf("toxicity")] = at % 4 === 0 ? 1 : 0;
        // A stray row of another set.
        if (at % 400 === 0) known[CATEGORIES.indexOf("violence")] = 1;
        const violence = logistic((pair.deep.spam as number) + shift + (at % 4 === 0 ? 3 : 0));
        return { ...pair, row: { ...pair.row, known }, shallow: {}, deep: { violence } };
      });
    const chosen = chooseBlends([...unlabelled("tr", -2), ...unlabelled("zh", -9)]);
    const blends = blendsOf(chosen);
    expect(blends.usual).toEqual({});
    const reaching = (language: string, shift: number, harmful: boolean) => {
      const rows = unlabelled(language, shift).filter((_, at) => (at % 4 === 0) === harmful);
      const scores = rows.map(({ deep }) => blendScores({}, deep, blendFor(blends, language)).violence ?? 1);
      return scores.filter((score) => score >= review).length / rows.length;
    };
    expect(reaching("tr", -2, false)).toBeCloseTo(0.02, 3);
    expect(reaching("tr", -2, true)).toBeGreaterThan(0.5);
    // What few reach anyway stays as it is.
    expect(blends.languages.zh?.violence?.calibration).toEqual({ kind: "platt", slope: 1, offset: 0 });
    expect(chosen.every(({ calibration }) => calibration.kind === LOWERED)).toBe(true);
  });

  it("lowers it until few unseen sentences in the words of harm reach the threshold, where those lie higher than texts", () => {
    const { review } = DEFAULT_POLICY.categories.violence;
    const random = new Random(11);
    const rows = (source: string, count: number, mean: number): PairedRow[] =>
      pairs(count, { shallow: 1, deep: 1 }, { language: "tr" }).map((pair) => {
        const known = new Float32Array(pair.row.known.length).fill(Number.NaN);
        if (source !== UNSEEN_NEIGHBOURS) known[CATEGORIES.indexOf("toxicity")] = 0;
        const violence = logistic(mean + random.normal());
        return {
          ...pair,
          row: { ...pair.row, source, known, targets: known },
          shallow: {},
          deep: { violence },
        };
      });
    const reaching = (texts: PairedRow[], among: PairedRow[]) => {
      const blend = blendFor(blendsOf(chooseBlends(texts)), "tr");
      const scores = among.map(({ deep }) => blendScores({}, deep, blend).violence ?? 1);
      return scores.filter((score) => score >= review).length / scores.length;
    };
    const [texts, hot, cold] = [
      rows("set", 2000, -5),
      rows(UNSEEN_NEIGHBOURS, 200, -1),
      rows(UNSEEN_NEIGHBOURS, 200, -9),
    ];
    expect(reaching([...texts, ...hot], hot)).toBeCloseTo(0.08, 5);
    expect(reaching(texts, hot)).toBeGreaterThan(0.5);
    // Sentences that lie lower raise nothing.
    expect(reaching([...texts, ...cold], texts)).toBe(reaching(texts, texts));
  });
});
