import { describe, expect, it } from "vitest";
import { expectedCalibrationError } from "#lib/domain/reliability";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { blendScores } from "#lib/domain/text/blend-scores";
import { auc } from "./metrics";
import { Random } from "./random";
import { blendOf, chooseBlend, type PairedRow } from "./text-blend";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Texts whose spam the deep model ranks better than the first; only hate is asked of the first alone. */
function pairs(count: number, noise: { shallow: number; deep: number }): PairedRow[] {
  const random = new Random(5);
  return Array.from({ length: count }, (_, at) => {
    const truth = at % 4 === 0 ? 1 : 0;
    const known = Float32Array.from(CATEGORIES, (category) => (category === "spam" ? truth : Number.NaN));
    const score = (spread: number) => logistic(2 * truth - 1 + spread * random.normal());
    return {
      row: {
        text: `text ${at}`,
        source: "set",
        language: "en",
        split: "calibration",
        targets: known,
        trust: new Float32Array(known.length),
        known,
        weight: 1,
      },
      shallow: { spam: score(noise.shallow), hate: 0.1 },
      deep: { spam: score(noise.deep) },
    };
  });
}

describe("chooseBlend", () => {
  it("leans on the better model and leaves out what only one of them scores", () => {
    const [better] = chooseBlend(pairs(2000, { shallow: 3, deep: 0.7 }));
    const [worse] = chooseBlend(pairs(2000, { shallow: 0.7, deep: 3 }));
    expect(better?.category).toBe("spam");
    expect(better?.weight).toBeGreaterThan(0.6);
    expect(worse?.weight).toBeLessThan(0.4);
    expect(chooseBlend(pairs(2000, { shallow: 1, deep: 1 }))).toHaveLength(1);
    expect(chooseBlend([])).toEqual([]);
  });

  it("gives probabilities that rank better than either and are true", () => {
    const rows = pairs(4000, { shallow: 1.2, deep: 1.2 });
    const blend = blendOf(chooseBlend(rows));
    const labels = rows.map(({ row }) => row.known[CATEGORIES.indexOf("spam")] as number);
    const scores = rows.map(({ shallow, deep }) => blendScores(shallow, deep, blend).spam as number);
    expect(auc({ scores, labels })).toBeGreaterThan(
      auc({ scores: rows.map(({ deep }) => deep.spam as number), labels }) + 0.01,
    );
    expect(expectedCalibrationError({ scores, labels })).toBeLessThan(0.03);
  });
});
