import type { ScoredText } from "#lib/domain/score";
import type { Scores } from "#lib/domain/taxonomy";

/** A text as the scoring service answers it, with nothing flagged, to be overridden. */
export function scoredText(scores: Scores, over: Partial<ScoredText> = {}): ScoredText {
  return {
    verdict: {
      decision: "APPROVE",
      interventions: [],
      scores,
      overallSafetyScore: 1,
      confidence: 1,
      decidedBy: [],
      reviewReason: null,
    },
    flagged: [],
    language: null,
    models: [],
    ...over,
  };
}
