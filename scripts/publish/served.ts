import type { z } from "zod";
import { type Calibration, calibrate } from "../../lib/domain/calibration";
import { CATEGORIES, type Category, type Scores } from "../../lib/domain/taxonomy";
import { type Blends, blendFor, blendScores, logOdds } from "../../lib/domain/text/blend-scores";
import { calibrationFileSchema } from "../../lib/inference/manifest";
import type { PairedRow } from "../../lib/training/text-blend";
import type { HeldOutRow } from "../../lib/training/text-screen-corpus";

/** The calibrated scores of the deep model in the categories that it covers in a language. */
export function deepScores(
  logits: ArrayLike<number>,
  curves: readonly Calibration[],
  covered: readonly Category[],
): Scores {
  return Object.fromEntries(
    covered.map((category) => {
      const column = CATEGORIES.indexOf(category);
      return [category, calibrate(curves[column] as Calibration, logits[column] as number)];
    }),
  );
}

/** What a model's calibration.json says. */
export function calibrationFile(
  calibrations: readonly Calibration[],
  { usual, languages }: Blends,
): z.infer<typeof calibrationFileSchema> {
  return calibrationFileSchema.parse({ calibrations, blend: usual, blendsByLanguage: languages });
}

/** The scores of an item in this language that both levels judged. */
export function servedScores(shallow: Scores, deep: Scores, blends: Blends, language: string): Scores {
  const shared = Object.fromEntries(Object.entries(shallow).filter(([category]) => category in deep));
  return { ...shallow, ...blendScores(shared, deep, blendFor(blends, language)) };
}

/** Probabilities as logits, so that they are measured like a model's; NaN where a category was not scored. */
export function servedRows<Row extends HeldOutRow>(rows: readonly PairedRow<Row>[], blends: Blends) {
  return rows.map(({ row, language, shallow, deep }) => {
    const scores = servedScores(shallow, deep, blends, language);
    const logits = Float64Array.from(CATEGORIES, (category) => logOdds(scores[category] ?? 0));
    return { row, logits };
  });
}

/** The curve that leaves a log-odds as the probability it is. */
export const AS_IT_IS: Calibration = { kind: "platt", slope: 1, offset: 0 };
