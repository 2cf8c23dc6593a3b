import type { Scores } from "../../lib/domain/taxonomy";
import type { FirstLevel } from "./first-level";
import type { ServedDeep } from "./open-deep";
import { deepScores, servedScores } from "./served";

export interface BothSaid {
  /** Level 1, as far as it was asked. */
  first: Scores;
  /** text-screen and text-deep together, whatever would have stopped before. */
  second: Scores;
  /** Whether text-deep covers the text's language. */
  isDeep: boolean;
}

/** What level 1 says of texts, and what level 2 would say, in order. */
export async function bothLevels(
  level: FirstLevel,
  { deep, languages, curves, blends }: ServedDeep,
  texts: readonly string[],
): Promise<BothSaid[]> {
  const [said, logits] = [await level.said(texts), await deep.logits(texts)];
  return said.map(({ screen, scores, language }, at) => {
    const own = deepScores(logits[at] as Float32Array, curves, languages[language] ?? []);
    return {
      first: scores,
      second: servedScores(screen, own, blends, language),
      isDeep: Object.keys(own).length > 0,
    };
  });
}
