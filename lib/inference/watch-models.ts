import { stat } from "node:fs/promises";
import path from "node:path";
import type { Cascade } from "./cascade";

/** A new manifest is taken up within this time. */
const LOOK_MS = 5_000;

/**
 * Swaps in new models when `manifest.json` changes, until the returned function is called. Write the models' files first
 * and the manifest last, by renaming: what it names must be there. `report` hears of each change.
 */
export function watchModels(
  cascade: Pick<Cascade, "reload">,
  modelsDir: string,
  report: (outcome: { swapped: boolean } | { error: unknown }) => void,
  lookMs = LOOK_MS,
): () => void {
  const file = path.join(modelsDir, "manifest.json");
  let seen: string | undefined;
  const look = async () => {
    const now = await stat(file).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => "missing",
    );
    const changed = seen !== undefined && now !== seen;
    seen = now;
    if (!changed) return;
    await cascade.reload().then(
      (swapped) => report({ swapped }),
      (error) => report({ error }),
    );
  };
  void look();
  const timer = setInterval(() => void look(), lookMs);
  timer.unref();
  return () => clearInterval(timer);
}
