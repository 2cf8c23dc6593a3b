import type { StageRun, StageSpec } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import type { StageResult } from "#lib/domain/verdict";

const toHundredths = (ms: number) => Math.round(ms * 100) / 100;
const elapsed = (started: number) => toHundredths(performance.now() - started);

/** The parts of a result that a stage fills; written out one by one, because this runs for every item. */
function resultOf(
  { name, model, modality, channel }: StageSpec,
  started: number,
  outcome: StageResult["outcome"],
  found: Partial<StageResult>,
): StageResult {
  return {
    stage: name,
    model,
    modality,
    channel,
    ms: found.ms === undefined ? elapsed(started) : toHundredths(found.ms),
    outcome,
    scores: found.scores ?? {},
    matches: found.matches ?? [],
    explanations: found.explanations ?? [],
    covered: found.covered ?? true,
    language: found.language,
    reason: found.reason,
    transcript: found.transcript,
    timeline: found.timeline,
    shares: found.shares,
  };
}

/** A stage that ran. `started` is a reading of performance.now(). */
export function finished(spec: StageSpec, started: number, found: Partial<StageResult>): StageRun {
  return { result: resultOf(spec, started, "continue", found) };
}

/** A stage that did not: the cascade goes on without it, and the trace says why. */
export function notRun(
  spec: StageSpec,
  started: number,
  outcome: "skipped" | "failed",
  reason: string,
): StageRun {
  return { result: resultOf(spec, started, outcome, { reason }) };
}

/** A stage that threw: a time-out or a failure, with a reason that names no content. */
export function failed(spec: StageSpec, started: number, error: unknown): StageRun {
  const timedOut = error instanceof Failure && error.code === "timeout";
  const reason = error instanceof Error ? error.message : "The stage failed.";
  return { result: resultOf(spec, started, timedOut ? "timeout" : "failed", { reason }) };
}
