import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { jointLogOdds } from "#lib/domain/text/blend-scores";
import type { Stretch, TextOutput } from "./text-outputs";

/**
 * From these probabilities on, a stretch that was read apart is surely harmful, whatever surrounds it. Where harm is rare and
 * grave, calibrated probabilities stay low, so less is asked. Absent: a stretch alone says too little.
 */
const SURE_FROM: Partial<Record<Category, number>> = {
  toxicity: 0.8,
  harassment: 0.8,
  hate: 0.8,
  violence: 0.3,
  sexual: 0.6,
  self_harm: 0.3,
  spam: 0.8,
};

/** A stretch of a text that level 2 read by itself, with both levels' scores joined. */
export interface ReadApart {
  stretch: Stretch;
  output: TextOutput;
  scores: Scores;
}

/** What the stretch weighs against the whole, in the log-odds. */
const STRETCH_WEIGHT = 0.7;

/**
 * The scores that a stretch changes: where it is surely harmful and the whole says less, the weighted mean of both in the
 * log-odds. So what stands around it is not forgotten: a person looks, and no machine blocks for a quotation alone.
 */
export function raisedScores(whole: Scores, apart: Scores): Scores {
  const raised: Scores = {};
  for (const category of CATEGORIES) {
    const [score, from] = [apart[category], SURE_FROM[category]];
    if (score === undefined || from === undefined || score < from) continue;
    const said = whole[category];
    if (said !== undefined && score <= said) continue;
    // Silence is not a zero: where the whole was not scored, for its language, it neither speaks for nor against.
    raised[category] = probabilityOf(jointLogOdds(said ?? 0.5, score, STRETCH_WEIGHT));
  }
  return raised;
}

const probabilityOf = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** The explanations of a stretch in the categories that it raised, placed in the whole text. */
export function placed({ stretch, output }: ReadApart, raised: Scores): TextOutput["explanations"] {
  return output.explanations
    .filter(({ category }) => category in raised)
    .map((each) => ({
      ...each,
      spans: each.spans.map(({ start, end, weight }) => ({
        start: start + stretch.start,
        end: end + stretch.start,
        weight,
      })),
    }));
}
