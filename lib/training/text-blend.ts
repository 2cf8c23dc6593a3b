import { DEFAULT_POLICY } from "#lib/domain/policy";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { type Blend, type Blends, jointLogOdds, logOdds } from "#lib/domain/text/blend-scores";
import { isUnseen, UNSEEN_NEIGHBOURS } from "./contrast/foreign/unseen/unseen";
import { auc } from "./metrics";
import { type ChosenCalibration, chooseCalibration, type ScoredRow } from "./text-screen-calibration";
import { columnOf, type HeldOutRow } from "./text-screen-corpus";

/** A held-out text with what both models say of it, calibrated, each in the categories it covers there. */
export interface PairedRow<Row extends HeldOutRow = HeldOutRow> {
  row: Row;
  /** ISO 639-1, as it is told where the text is judged. */
  language: string;
  shallow: Scores;
  deep: Scores;
}

export interface ChosenBlend {
  category: Category;
  /** The language (ISO 639-1) that it is for; absent: whatever has none of its own. */
  language?: string;
  /** Of the deep model. */
  weight: number;
  calibration: ChosenCalibration;
}

const WEIGHTS: readonly number[] = Array.from({ length: 11 }, (_, at) => at / 10);
/** Where no set has labels enough to choose by. */
const USUAL_WEIGHT = 0.6;
/** A set with fewer rows of either kind says nothing. */
const FEWEST = 20;

/** The weights of the deep model that are chosen from, and the one where no set has labels enough to choose by. */
export interface WeightChoice {
  weights?: readonly number[];
  usual?: number;
}

/** The language whose rows make the usual curves. */
const USUAL_LANGUAGE = "en";
/** Labelled positives from which on a language has a curve of its own; with fewer it follows the usual one. */
const ENOUGH_FOR_LANGUAGE = 150;

/** A label from which on a text is harmful; a text is harmless where its toxicity is known and lower. */
const HARMFUL_FROM = 0.5;
/**
 * Share of a language's harmless texts that may reach the default policy's threshold in a category that hardly any is labelled with: of
 * those of the sets, and of the unseen sentences in the words of harm, of which the sets have few.
 */
const MOST_REACHING = { texts: 0.02, neighbours: 0.08 };
/** Log-odds by which the next one stays below. */
const JUST_BELOW = 1e-6;
/** The kind of such a category's curve. */
export const LOWERED = "lowered";

/**
 * How to join two models, chosen on `rows`: per category the weight with the best mean AUC over the sets that ask about
 * it, and the calibration of the joint log-odds. Languages with enough labels have their own. Categories that either model never
 * scores are left out, but for those that the deep one alone scores in a language without labels: see `lowered`.
 */
export function chooseBlends(rows: readonly PairedRow[], choice: WeightChoice = {}): ChosenBlend[] {
  const languages = [...new Set(rows.map(({ language }) => language))].filter(
    (language) => language !== USUAL_LANGUAGE,
  );
  return CATEGORIES.flatMap((category) => {
    const both = rows.filter(
      ({ shallow, deep }) => shallow[category] !== undefined && deep[category] !== undefined,
    );
    const own = languages.flatMap((language) => {
      const part = both.filter((each) => each.language === language);
      const positives = part.filter(({ row }) => (row.known[columnOf(category)] as number) >= 0.5).length;
      return positives < ENOUGH_FOR_LANGUAGE ? [] : [{ ...chosenFor(part, category, choice), language }];
    });
    const rest = both.filter((each) => own.every(({ language }) => language !== each.language));
    const alone = languages.flatMap((language) => {
      const part = rows.filter(({ language: detected }) => detected === language);
      const calibration = lowered(part, category);
      return calibration ? [{ category, language, weight: 1, calibration }] : [];
    });
    return [...(rest.length === 0 ? [] : [chosenFor(rest, category, choice)]), ...own, ...alone];
  });
}

/**
 * The curve of a category that the deep model alone scores and that hardly any text of a language is labelled with: what the model says, lowered
 * until few of the harmless texts reach the default policy's threshold. How often what lies above is harmful, nothing tells.
 */
function lowered(rows: readonly PairedRow[], category: Category): ChosenCalibration | undefined {
  const [column, toxicity] = [columnOf(category), columnOf("toxicity")];
  const judged = rows.filter(({ deep }) => deep[category] !== undefined);
  // A few texts of other sets are taken for this language, and are labelled or scored by both.
  const positives = judged.filter(({ row }) => (row.known[column] as number) >= HARMFUL_FROM).length;
  const alone = judged.filter(({ shallow }) => shallow[category] === undefined);
  if (positives >= ENOUGH_FOR_LANGUAGE || alone.length < judged.length / 2) return undefined;
  const texts = alone.filter(({ row }) => !isUnseen(row) && (row.known[toxicity] as number) < HARMFUL_FROM);
  const neighbours = alone.filter(({ row }) => row.source === UNSEEN_NEIGHBOURS);
  const next = [
    firstBeyond(texts, category, MOST_REACHING.texts),
    firstBeyond(neighbours, category, MOST_REACHING.neighbours),
  ].filter((score) => score !== undefined);
  if (next.length === 0) return undefined;
  const threshold = logOdds(DEFAULT_POLICY.categories[category].review);
  const offset = Math.min(0, threshold - JUST_BELOW - Math.max(...next));
  const rest = { rows: texts.length + neighbours.length, positives, guessed: false };
  return { calibration: { kind: "platt", slope: 1, offset }, kind: LOWERED, ...rest };
}

/** The log-odds of the highest row that is not among the share of those that may reach the threshold; undefined without rows. */
function firstBeyond(rows: readonly PairedRow[], category: Category, share: number): number | undefined {
  const scored = rows
    .map(({ row, deep }) => ({ weight: row.weight, score: logOdds(deep[category] as number) }))
    .sort((a, b) => b.score - a.score);
  let left = share * scored.reduce((sum, { weight }) => sum + weight, 0);
  return scored.find(({ weight }) => {
    left -= weight;
    return left < 0;
  })?.score;
}

function chosenFor(rows: readonly PairedRow[], category: Category, choice: WeightChoice): ChosenBlend {
  const weight = bestWeight(rows, category, choice);
  return { category, weight, calibration: chooseCalibration(jointRows(rows, category, weight), category) };
}

/** The blends as the models are served with them. */
export function blendsOf(chosen: readonly ChosenBlend[]): Blends {
  const of = (wanted?: string): Blend =>
    Object.fromEntries(
      chosen
        .filter(({ language }) => language === wanted)
        .map(({ category, weight, calibration: { calibration } }) => [category, { weight, calibration }]),
    );
  const languages = [...new Set(chosen.flatMap(({ language }) => language ?? []))].sort();
  return {
    usual: of(),
    languages: Object.fromEntries(languages.map((language) => [language, of(language)])),
  };
}

/** The joint log-odds of one category as logits, so that they can be calibrated and measured like a model's. */
function jointRows(rows: readonly PairedRow[], category: Category, weight: number): ScoredRow[] {
  const column = columnOf(category);
  return rows.map(({ row, shallow, deep }) => {
    const logits = new Float64Array(CATEGORIES.length).fill(Number.NaN);
    logits[column] = jointLogOdds(shallow[category] as number, deep[category] as number, weight);
    return { row, logits };
  });
}

function bestWeight(
  rows: readonly PairedRow[],
  category: Category,
  { weights = WEIGHTS, usual = USUAL_WEIGHT }: WeightChoice,
): number {
  const column = columnOf(category);
  const sets = new Map<string, PairedRow[]>();
  for (const paired of rows) {
    if (Number.isNaN(paired.row.known[column] as number)) continue;
    const set = sets.get(paired.row.source);
    if (set) set.push(paired);
    else sets.set(paired.row.source, [paired]);
  }
  const asked = [...sets.values()]
    .map((set) => ({ set, labels: set.map(({ row }) => Number((row.known[column] as number) >= 0.5)) }))
    .filter(({ labels }) => {
      const positives = labels.filter((label) => label === 1).length;
      return positives >= FEWEST && labels.length - positives >= FEWEST;
    });
  if (asked.length === 0) return usual;
  const quality = (weight: number): number =>
    asked.reduce((sum, { set, labels }) => {
      const scores = set.map(({ shallow, deep }) =>
        jointLogOdds(shallow[category] as number, deep[category] as number, weight),
      );
      return sum + auc({ scores, labels });
    }, 0);
  return weights.reduce((best, weight) => (quality(weight) > quality(best) ? weight : best));
}
