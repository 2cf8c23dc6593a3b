import type { Calibration } from "../../lib/domain/calibration";
import { DEFAULT_POLICY } from "../../lib/domain/policy";
import { CATEGORIES, type Category } from "../../lib/domain/taxonomy";
import type { TextDeep } from "../../lib/inference/text-deep";
import {
  certainHarm,
  type ExitBudget,
  exitChoices,
  measureExit,
  widestWithin,
  withoutQuietHarm,
} from "../../lib/training/exit-bounds";
import { paddedCopies } from "../../lib/training/padding-trial";
import type { JudgedTogether } from "../../lib/training/served-card";
import { blendOf, chooseBlend } from "../../lib/training/text-blend";
import type { HeldOutText } from "../../lib/training/text-deep-corpus";
import type { ScoredRow } from "../../lib/training/text-screen-calibration";
import { measure } from "../../lib/training/text-screen-figures";
import type { Publication } from "../publish-text-deep";
import { isCaught, textsToPad } from "./judge-running";
import { AS_IT_IS, deepScores, firstScores, servedRows, servedScores } from "./served";

/** What stopping at level 1 may cost on the calibration split. */
const EXIT_BUDGET: ExitBudget = { auc: 0.003, copiesPast: 0.01 };

interface DeepJudge {
  deep: TextDeep;
  /** What it covers. */
  languages: Readonly<Record<string, Category[]>>;
  /** The set of templates, which is left out where ordinary texts are asked for. */
  templates: string;
}

/** Joins the model with text-screen as it lies in the models folder: weights, curves, exit bounds, and what comes of it. */
export async function judgeServed(
  { out, say }: Pick<Publication, "out" | "say">,
  { deep, languages, templates }: DeepJudge,
  scored: readonly (ScoredRow & { row: HeldOutText })[],
  curves: readonly Calibration[],
): Promise<JudgedTogether> {
  const pair = async (texts: readonly string[], logits: readonly ArrayLike<number>[]) => {
    const first = await firstScores(out, texts);
    return first.map(({ scores, language }, at) => ({
      shallow: scores,
      deep: deepScores(logits[at] as ArrayLike<number>, curves, languages[language] ?? []),
    }));
  };
  const said = await pair(
    scored.map(({ row }) => row.text),
    scored.map(({ logits }) => logits),
  );
  const paired = scored.flatMap(({ row }, at) => {
    const each = said[at];
    return each && Object.keys(each.deep).length > 0 ? [{ row, ...each }] : [];
  });
  const of = (split: string) => paired.filter(({ row }) => row.split === split);
  const blend = chooseBlend(of("calibration"));
  const joined = blendOf(blend);
  const figures = measure(
    servedRows(of("validation"), joined),
    CATEGORIES.map(() => AS_IT_IS),
  );
  for (const { category, weight } of blend) say(`${category}: weight ${weight}`);
  for (const { source, category, auc: area, ece } of figures)
    say(`served ${category} ${source}: AUC ${area.toFixed(3)}, ECE ${ece.toFixed(3)}`);
  const exitRows = (split: string) =>
    of(split)
      .filter(({ row }) => row.language === "en" && row.source !== templates)
      .map(({ row, ...each }) => ({
        row,
        first: each.shallow,
        second: servedScores(each.shallow, each.deep, joined),
      }));
  const reviewFrom = Object.fromEntries(
    CATEGORIES.map((category) => [category, DEFAULT_POLICY.categories[category].review]),
  ) as Record<Category, number>;
  const judge = async (texts: readonly string[]) => pair(texts, await deep.logits(texts));
  const toAttack = textsToPad(
    of("calibration")
      .map(({ row }) => row)
      .filter(({ source }) => source !== templates),
  );
  const asTheyStand = await judge(toAttack);
  const caught = toAttack.filter((_, at) => {
    const { shallow, deep: own } = asTheyStand[at] as (typeof asTheyStand)[number];
    return isCaught(servedScores(shallow, own, joined));
  });
  const copies = caught.map(paddedCopies);
  const first = (await firstScores(out, copies.flat())).map(({ scores }) => scores);
  const each = copies[0]?.length ?? 0;
  const attacked = copies.map((_, at) => first.slice(at * each, (at + 1) * each));
  const rowsToStop = exitRows("calibration");
  const choices = exitChoices(rowsToStop, attacked);
  const wide = widestWithin(choices, EXIT_BUDGET);
  const exit =
    Object.keys(wide.bounds).length > 0
      ? withoutQuietHarm(wide, reviewFrom)
      : certainHarm(widestWithin(choices, { ...EXIT_BUDGET, copiesPast: 1 }), reviewFrom);
  const exitFigures = measureExit(exitRows("validation"), exit.bounds);
  for (const { width, share, loss, copiesPast, textsPast } of choices)
    say(
      `width ${width}: stops ${share.toFixed(3)}, loses ${loss.toFixed(4)}, past ${copiesPast.toFixed(4)} ${textsPast.toFixed(3)}`,
    );
  say(`exit: ${JSON.stringify(exit)} ${JSON.stringify(exitFigures)}`);
  return { blend, figures, exit, exitFigures, choices, budget: EXIT_BUDGET };
}
