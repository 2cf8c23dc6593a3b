import { type ModalitySpec, mergeScores, type StageRun } from "#lib/domain/cascade";
import { explanationsAsScored } from "#lib/domain/explanations-as-scored";
import type { Transcript } from "#lib/domain/media";
import { showsNothing } from "#lib/domain/text/markup";
import { regionsOf } from "#lib/domain/transcript";
import type { Explanation, StageResult } from "#lib/domain/verdict";
import type { MediaTools } from "./media-stage";
import { finished, notRun } from "./stage-result";

/**
 * Puts words that were read or heard through the text cascade and makes them the stage's result: scores, list matches
 * (placed in the transcript) and explanations with the places in the medium. `started` is a reading of performance.now().
 */
export async function judgeWords(
  spec: ModalitySpec,
  started: number,
  transcript: Transcript,
  tools: Pick<MediaTools, "judgeText">,
): Promise<StageRun> {
  if (showsNothing(transcript.text)) return finished(spec, started, { transcript });
  const results = await tools.judgeText(transcript.text);
  const scored = results.filter(({ outcome }) => outcome === "continue" || outcome === "exit");
  const settled = scored.some(
    ({ scores, covered, matches }) =>
      Object.keys(scores).length > 0 || !covered || matches.some(({ action }) => action === "block"),
  );
  if (!settled) {
    const reason = results.findLast((result) => result.reason)?.reason ?? "No text model answered.";
    return notRun(spec, started, "failed", `The words could not be judged: ${reason}`);
  }
  return finished(spec, started, {
    transcript,
    scores: mergeScores(scored),
    matches: scored.flatMap((result) => result.matches),
    covered: scored.some((result) => result.covered && Object.keys(result.scores).length > 0),
    language: scored.findLast((result) => result.language)?.language,
    explanations: deepestPerCategory(scored).map((explanation) => ({
      ...explanation,
      modality: spec.modality,
      regions: regionsOf(explanation.spans, transcript),
    })),
  });
}

function deepestPerCategory(results: StageResult[]): Explanation[] {
  const all = explanationsAsScored(results);
  return [...new Map(all.map((explanation) => [explanation.category, explanation])).values()];
}
