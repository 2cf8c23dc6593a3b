import type { Blend } from "../../lib/domain/text/blend-scores";
import { SENSE_READS } from "../../lib/domain/text/sense-reads";
import type { JudgedTogether } from "../../lib/training/served-card";
import type { HeldOutText } from "../../lib/training/set-reader";
import type { PairedRow } from "../../lib/training/text-blend";
import type { BothSaid } from "./both-levels";
import { judgeTogether } from "./judge-served";
import type { ServedSense } from "./open-sense";
import { servedScores } from "./served";

/** What it judges. */
const LANGUAGE = "en";
/** Weights of text-sense beside all before it; the least where no set has labels enough to choose by. */
const CHOICE = { weights: [0.3, 0.4, 0.5, 0.6], usual: 0.3 };

/** What both levels say of texts, with what text-sense says of those that it judges by itself. */
export async function withSense(
  said: readonly BothSaid[],
  texts: readonly string[],
  sense: Pick<ServedSense, "scores"> | undefined,
): Promise<BothSaid[]> {
  if (!sense) return [...said];
  const asked = said.flatMap(({ isDeep, language }, at) =>
    isDeep && language === LANGUAGE && (texts[at] as string).length <= SENSE_READS ? [at] : [],
  );
  const scores = await sense.scores(asked.map((at) => texts[at] as string));
  const own = new Map(asked.map((at, place) => [at, scores[place]]));
  return said.map((each, at) => ({ ...each, sense: own.get(at) }));
}

/** How text-sense is joined with all before it, chosen on the calibration split, and what comes of it on the validation split. */
export function judgeSense(
  rows: readonly HeldOutText[],
  said: readonly BothSaid[],
  say: (message: string) => void,
): JudgedTogether {
  const paired = rows.flatMap((row, at): PairedRow<HeldOutText>[] => {
    const { second, sense } = said[at] as BothSaid;
    return sense ? [{ row, language: LANGUAGE, shallow: second, deep: sense }] : [];
  });
  return judgeTogether(paired, (message) => say(`sense ${message}`), CHOICE);
}

/** The same with level 2 joined with text-sense where that has spoken; what it was before stands as `before`. */
export function refined(said: BothSaid, blend: Blend | undefined): BothSaid {
  const { second, sense } = said;
  if (!blend || !sense) return said;
  return {
    ...said,
    before: second,
    second: servedScores(second, sense, { usual: blend, languages: {} }, ""),
  };
}
