import type { StageRun, StageSpec } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import type { StageResult } from "#lib/domain/verdict";

const rest = ({ name, model, modality }: StageSpec, started: number) => ({
  stage: name,
  model,
  modality,
  ms: Math.round((performance.now() - started) * 100) / 100,
  scores: {},
  matches: [],
  explanations: [],
  covered: true,
});

/** A stage that ran. `started` is a reading of performance.now(). */
export function finished(spec: StageSpec, started: number, found: Partial<StageResult>): StageRun {
  return { result: { ...rest(spec, started), outcome: "continue", ...found } };
}

/** A stage that did not: the cascade goes on without it, and the trace says why. */
export function notRun(
  spec: StageSpec,
  started: number,
  outcome: "skipped" | "failed",
  reason: string,
): StageRun {
  return { result: { ...rest(spec, started), outcome, reason } };
}

/** A stage that threw: a time-out or a failure, with a reason that names no content. */
export function failed(spec: StageSpec, started: number, error: unknown): StageRun {
  const timedOut = error instanceof Failure && error.code === "timeout";
  const reason = error instanceof Error ? error.message : "The stage failed.";
  return { result: { ...rest(spec, started), outcome: timedOut ? "timeout" : "failed", reason } };
}
