import type { CascadeStatus } from "#lib/inference/cascade";
import type { ModelReport } from "#lib/services/worker-heartbeat";

/** What this worker's heartbeat says of its models, by `name@version`. */
export function reportModels({ models }: CascadeStatus): ModelReport {
  return Object.fromEntries(
    models.map(({ model, ok, provider, reason }) => [
      model,
      { state: ok ? "ready" : "disabled", provider, reason } as const,
    ]),
  );
}
