import type { Cascade } from "./cascade";
import { modelsStamp } from "./model-files";

/** A new manifest is taken up within this time. */
const LOOK_MS = 5_000;

/**
 * Swaps in new models when `manifest.json` or a file that it names is no longer what the cascade has read, until the returned
 * function is called. Write the models' files first and the manifest last, by renaming: what it names must be there.
 * `report` hears of each change.
 */
export function watchModels(
  cascade: Pick<Cascade, "reload" | "stamp">,
  modelsDir: string,
  report: (outcome: { swapped: boolean } | { error: unknown }) => void,
  lookMs = LOOK_MS,
): () => void {
  // One look at a time: what changes while models load is found by the next one.
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      if ((await modelsStamp(modelsDir)) !== cascade.stamp()) report({ swapped: await cascade.reload() });
    } catch (error) {
      report({ error });
    } finally {
      looking = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), lookMs);
  timer.unref();
  return () => clearInterval(timer);
}
