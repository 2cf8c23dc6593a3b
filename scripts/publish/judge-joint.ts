import type { JudgedTogether } from "../../lib/training/served-card";
import type { HeldOutText } from "../../lib/training/set-reader";
import type { PairedRow } from "../../lib/training/text-blend";
import type { BothSaid } from "./both-levels";
import { judgeTogether } from "./judge-served";

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
export function judgeJoint(
  rows: readonly HeldOutText[],
  said: readonly BothSaid[],
  say: (message: string) => void,
): JudgedTogether {
  const paired = rows.flatMap((row, at): PairedRow<HeldOutText>[] => {
    const { both, deep } = said[at] as BothSaid;
    const isScored = [both, deep].every((scores) => Object.keys(scores).length > 0);
    return isScored ? [{ row, language: row.language, shallow: both, deep }] : [];
  });
  return judgeTogether(paired, (message) => say(`joint ${message}`), { weights: DEEP_WEIGHTS });
}
