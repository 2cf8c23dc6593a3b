import type { StageRun, StageSpec } from "#lib/domain/cascade";
import type { Blends } from "#lib/domain/text/blend-scores";
import type { StageResult } from "#lib/domain/verdict";
import type { TextOutput } from "../text-outputs";
import { notRun } from "./stage-result";
import { modelRun, SCREEN } from "./text-model";

/**
 * The rest of level 1: text-glance, joined with text-screen. Where both together are certain, level 2 is spared. A text with
 * a `suspect` stretch, likely harm by itself, is left to level 2 whatever stands around it, and so is one that text-screen
 * did not score.
 */
export async function runGlance(
  spec: StageSpec,
  previous: readonly StageResult[],
  { suspect, blends, ask }: { suspect: boolean; blends: Blends; ask: () => Promise<TextOutput> },
): Promise<StageRun> {
  const started = performance.now();
  const screen = previous.find(({ stage }) => stage === SCREEN);
  if (!screen || Object.keys(screen.scores).length === 0)
    return notRun(spec, started, "skipped", "text-screen gave no scores to join with.");
  if (suspect)
    return notRun(spec, started, "skipped", "A stretch is likely harm by itself: level 2 reads the text.");
  return modelRun(spec, started, await ask(), previous, blends);
}
