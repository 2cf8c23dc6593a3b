import type { StageRun, StageSpec } from "#lib/domain/cascade";
import type { Blends } from "#lib/domain/text/blend-scores";
import type { StageResult } from "#lib/domain/verdict";
import type { TextOutput } from "../text-outputs";
import { notRun } from "./stage-result";
import { joinedScores, modelRun, SCREEN } from "./text-model";

/**
 * The rest of level 1: text-glance, joined with text-screen. Where both together are certain, level 2 is spared. A text with
 * parts that are to be read by themselves is left to level 2 whatever stands around them, and so is one that text-screen
 * did not score.
 */
export async function runGlance(
  spec: StageSpec,
  previous: readonly StageResult[],
  { hasParts, blends, ask }: { hasParts: boolean; blends: Blends; ask: () => Promise<TextOutput> },
): Promise<StageRun> {
  const started = performance.now();
  const screen = previous.find(({ stage }) => stage === SCREEN);
  if (!screen || Object.keys(screen.scores).length === 0)
    return notRun(spec, started, "skipped", "text-screen gave no scores to join with.");
  if (hasParts)
    return notRun(spec, started, "skipped", "A part of the text is read by itself as well, by level 2.");
  const output = await ask();
  return modelRun(spec, started, output, joinedScores(spec, output, previous, blends));
}
