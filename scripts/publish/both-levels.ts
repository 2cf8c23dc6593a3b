import type { Scores } from "../../lib/domain/taxonomy";
import type { Blend } from "../../lib/domain/text/blend-scores";
import type { FirstLevel } from "./first-level";
import type { ServedDeep } from "./open-deep";
import { deepScores, servedScores } from "./served";

export interface BothSaid {
  /** Level 1, as far as it was asked. */
  first: Scores;
  /** Both models of level 1 together, also where the text is left to level 2. */
  both: Scores;
  /** text-deep alone. */
  deep: Scores;
  /** Level 2 as it is served, whatever would have stopped before. */
  second: Scores;
  /** Whether text-deep covers the text's language. */
  isDeep: boolean;
  /** ISO 639-1. */
  language: string;
  /** text-sense alone, where it was asked. */
  sense?: Scores;
  /** What level 2 says before it is joined with that. */
  before?: Scores;
}

/** What level 1 says of texts, and what level 2 would say, in order; `joint` is how the latter is joined with both models of level 1. */
export async function bothLevels(
  level: FirstLevel,
  { deep, languages, curves, blends }: ServedDeep,
  texts: readonly string[],
  joint?: Blend,
): Promise<BothSaid[]> {
  const [said, logits] = [await level.said(texts), await deep.logits(texts)];
  return said.map(({ screen, scores, both, language }, at) => {
    const own = deepScores(logits[at] as Float32Array, curves, languages[language] ?? []);
    const alone = { first: scores, both, deep: own, isDeep: Object.keys(own).length > 0, language };
    return joinedAgain({ ...alone, second: servedScores(screen, own, blends, language) }, joint);
  });
}

/** The same with level 2 joined with both models of level 1, where these speak. */
export function joinedAgain(said: BothSaid, joint: Blend | undefined): BothSaid {
  if (!joint || Object.keys(said.both).length === 0) return said;
  return { ...said, second: servedScores(said.both, said.deep, { usual: joint, languages: {} }, "") };
}
