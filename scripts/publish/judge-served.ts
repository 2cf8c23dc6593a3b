import type { Calibration } from "../../lib/domain/calibration";
import { CATEGORIES, type Category } from "../../lib/domain/taxonomy";
import type { JudgedTogether } from "../../lib/training/served-card";
import type { HeldOutText } from "../../lib/training/set-reader";
import { blendsOf, chooseBlends, type PairedRow, type WeightChoice } from "../../lib/training/text-blend";
import type { ScoredRow } from "../../lib/training/text-screen-calibration";
import { measure } from "../../lib/training/text-screen-figures";
import { FirstLevel } from "./first-level";
import { AS_IT_IS, deepScores, servedRows } from "./served";

/** A model that is joined with text-screen, by its calibrated logits. */
interface Joined {
  curves: readonly Calibration[];
  /** What it covers. */
  languages: Readonly<Record<string, Category[]>>;
}

/** Joins a model with text-screen as it lies in the models folder: weights and curves, and what comes of them. */
export async function judgeServed(
  modelsDir: string,
  { curves, languages }: Joined,
  scored: readonly (ScoredRow & { row: HeldOutText })[],
  say: (message: string) => void,
): Promise<JudgedTogether> {
  const level = await FirstLevel.open(modelsDir, { only: "text-screen" });
  const said = await level.said(scored.map(({ row }) => row.text)).finally(() => level.close());
  const paired = scored.flatMap(({ row, logits }, at): PairedRow<HeldOutText>[] => {
    const { screen, language } = said[at] ?? { screen: {}, language: "" };
    const deep = deepScores(logits, curves, languages[language] ?? []);
    return Object.keys(deep).length > 0 ? [{ row, language, shallow: screen, deep }] : [];
  });
  return judgeTogether(paired, (message) => say(`served ${message}`));
}

/** How two judges are joined, chosen on the calibration split, and what comes of it on the validation split; `choice` are the weights of the deep one to choose from. */
export function judgeTogether(
  paired: readonly PairedRow<HeldOutText>[],
  say: (message: string) => void,
  choice?: WeightChoice,
): JudgedTogether {
  const of = (split: string) => paired.filter(({ row }) => row.split === split);
  const blends = chooseBlends(of("calibration"), choice);
  const figures = measure(
    servedRows(of("validation"), blendsOf(blends)),
    CATEGORIES.map(() => AS_IT_IS),
  );
  for (const { category, language, weight } of blends)
    say(`${category}${language ? ` in ${language}` : ""}: weight ${weight}`);
  for (const { source, category, auc: area, ece } of figures)
    say(`${category} ${source}: AUC ${area.toFixed(3)}, ECE ${ece.toFixed(3)}`);
  return { blends, figures };
}
