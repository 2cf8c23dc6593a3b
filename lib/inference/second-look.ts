import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
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

/** The scores of a stretch that count for the whole text: surely harmful, and higher than the whole's. */
export function raisedScores(whole: Scores, apart: Scores): Scores {
  const raised: Scores = {};
  for (const category of CATEGORIES) {
    const [score, from] = [apart[category], SURE_FROM[category]];
    if (score === undefined || from === undefined || score < from) continue;
    if (score > (whole[category] ?? 0)) raised[category] = score;
  }
  return raised;
}

/** The explanations of a stretch in the categories that it raised, placed in the whole text. */
export function placed({ stretch, output }: ReadApart, raised: Scores): TextOutput["explanations"] {
  return output.explanations
    .filter(({ category }) => category in raised)
    .map(({ category, spans }) => ({
      category,
      spans: spans.map(({ start, end, weight }) => ({
        start: start + stretch.start,
        end: end + stretch.start,
        weight,
      })),
    }));
}
