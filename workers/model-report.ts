import type { CascadeStatus } from "#lib/inference/cascade";
import { mediaPrograms } from "#lib/media/media-programs";
import type { ModelReport } from "#lib/services/worker-heartbeat";

/**
 * What this worker's heartbeat says of its models, by `name@version`, and of programs for sound and video that are
 * missing. A program that is there is no model: it does not make a worker able to judge.
 */
export function reportModels({ models }: CascadeStatus, programs = mediaPrograms()): ModelReport {
  const reports = models.map(({ model, ok, provider, reason }) => [
    model,
    { state: ok ? "ready" : "disabled", provider, reason } as const,
  ]);
  const missing = programs
    .filter(({ ok }) => !ok)
    .map(({ program, reason }) => [program, { state: "disabled", reason } as const]);
  return Object.fromEntries([...reports, ...missing]);
}
