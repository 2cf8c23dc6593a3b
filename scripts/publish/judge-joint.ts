import { CATEGORIES } from "../../lib/domain/taxonomy";
import type { JudgedTogether } from "../../lib/training/served-card";
import type { HeldOutText } from "../../lib/training/set-reader";
import { blendsOf, chooseBlends, type PairedRow } from "../../lib/training/text-blend";
import { measure } from "../../lib/training/text-screen-figures";
import type { BothSaid } from "./both-levels";
import { AS_IT_IS, servedRows } from "./served";

/**
 * Weights of text-deep beside both models of level 1 that are chosen from. Beyond them a few labelled rows would decide: by 75 of violence
 * the best were .3, by 76 of self-harm 1.
 */
const DEEP_WEIGHTS = [0.5, 0.6, 0.7];

/**
 * How text-deep is joined with what both models of level 1 say together: weights and curves, chosen on the calibration split, and what
 * comes of them on the validation split.
 * @param said what was said of each row, in order
 */
export function judgeJoint(rows: readonly HeldOutText[], said: readonly BothSaid[]): JudgedTogether {
  const paired = rows.flatMap((row, at): PairedRow<HeldOutText>[] => {
    const { both, deep } = said[at] as BothSaid;
    const isScored = [both, deep].every((scores) => Object.keys(scores).length > 0);
    return isScored ? [{ row, language: row.language, shallow: both, deep }] : [];
  });
  const of = (split: string) => paired.filter(({ row }) => row.split === split);
  const blends = chooseBlends(of("calibration"), DEEP_WEIGHTS);
  const figures = measure(
    servedRows(of("validation"), blendsOf(blends)),
    CATEGORIES.map(() => AS_IT_IS),
  );
  return { blends, figures };
}
