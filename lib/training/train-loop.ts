import type { InferenceSession, Tensor } from "onnxruntime-node";
import { Failure } from "#lib/domain/failure";
import { type Checkpoint, readCheckpoint, writeCheckpoint } from "./checkpoint";
import type { ParameterStore } from "./parameter-store";

export interface TrainingPlan {
  steps: number;
  /**
   * Ends before `steps`: over the last `over` steps up to `at` the learning rate falls, beside its planned course, in a
   * line to 0 (a cool-down, as in Hu et al. 2024). By default the run is planned to its end.
   */
  coolDown?: { at: number; over: number };
  /** Steps over which the learning rate climbs to `peakRate`; then it falls in a line to 0 at the end. */
  warmUp: number;
  peakRate: number;
  /** Where the latest state lives; the best one by validation is beside it as `<path>.best`. */
  checkpoint: string;
  checkpointEvery: number;
  evaluateEvery: number;
  /** Evaluations without a better score after which training stops. */
  patience: number;
  /** Identifies model, data and seed; a checkpoint of another run is refused. */
  fingerprint: string;
}

export interface StepInputs {
  feeds: Record<string, Tensor>;
  /** Rows of the table that the batch touches. */
  rows: Int32Array;
}

export interface Progress {
  step: number;
  steps: number;
  /** Loss, averaged over about the last hundred steps. */
  loss: number;
  gradientNorm: number;
  /** Milliseconds a step takes, averaged likewise. */
  stepMs: number;
  etaMs: number;
}

export interface TrainingHooks {
  /** The inputs of a step, 1 and up; must depend on the step alone, so that a resumed run is the same run. */
  inputs: (step: number) => StepInputs;
  /** Validation score, higher is better. */
  evaluate: (store: ParameterStore, step: number) => Promise<number>;
  onProgress?: (progress: Progress) => void;
}

export interface TrainingOutcome {
  lastStep: number;
  bestStep: number;
  bestScore: number;
  stoppedEarly: boolean;
}

interface RunState {
  step: number;
  bestStep: number;
  bestScore: number;
  stale: number;
}

/** Learning rate of a step: linear warm-up, then linear decay to 0 (as in Devlin et al. 2018). */
export function learningRate({ steps, warmUp, peakRate, coolDown }: TrainingPlan, step: number): number {
  if (step <= warmUp) return (peakRate * step) / warmUp;
  const left = coolDown ? Math.min(1, Math.max(0, coolDown.at - step) / coolDown.over) : 1;
  return (left * peakRate * Math.max(0, steps - step)) / Math.max(1, steps - warmUp);
}

/**
 * Runs the training graph step by step, from the checkpoint if there is one, or from the best one where only that is left.
 * Killing it at any moment and starting it again ends in the same weights as an undisturbed run. The store ends with the best
 * weights. Nothing is written before both files are found to be whole and this run's.
 * @throws Failure `conflict` when a checkpoint belongs to another run or the best one is missing, `invalid_input` when one is
 *   damaged
 */
export async function train(
  session: InferenceSession,
  store: ParameterStore,
  plan: TrainingPlan,
  hooks: TrainingHooks,
): Promise<TrainingOutcome> {
  const state = resume(store, plan);
  const average = { loss: 0, ms: 0, weight: 0 };
  let stoppedEarly = state.stale >= plan.patience;
  const last = Math.min(plan.steps, plan.coolDown?.at ?? plan.steps);
  while (state.step < last && !stoppedEarly) {
    const step = state.step + 1;
    const started = performance.now();
    const { loss, gradientNorm } = await runStep(session, store, plan, hooks.inputs(step), step);
    state.step = step;
    average.loss = 0.99 * average.loss + 0.01 * loss;
    average.ms = 0.99 * average.ms + 0.01 * (performance.now() - started);
    average.weight = 0.99 * average.weight + 0.01;
    const stepMs = average.ms / average.weight;
    hooks.onProgress?.({
      step,
      steps: plan.steps,
      loss: average.loss / average.weight,
      gradientNorm,
      stepMs,
      etaMs: stepMs * (last - step),
    });
    if (step % plan.evaluateEvery === 0 || step === last) {
      judge(state, await hooks.evaluate(store, step));
      if (state.stale === 0) save(bestOf(plan), store, plan, state);
      stoppedEarly = state.stale >= plan.patience;
    }
    if (step % plan.checkpointEvery === 0 || step === last || stoppedEarly) {
      save(plan.checkpoint, store, plan, state);
    }
  }
  const best = readCheckpoint(bestOf(plan));
  if (best) store.restore(best.arrays);
  return { lastStep: state.step, bestStep: state.bestStep, bestScore: state.bestScore, stoppedEarly };
}

async function runStep(
  session: InferenceSession,
  store: ParameterStore,
  plan: TrainingPlan,
  { feeds, rows }: StepInputs,
  step: number,
): Promise<{ loss: number; gradientNorm: number }> {
  const results = await session.run({
    ...feeds,
    ...store.feeds(rows, { moments: true }),
    ...store.scalars({ learning_rate: learningRate(plan, step), step }),
  });
  const loss = Number(results.loss?.data[0]);
  if (!Number.isFinite(loss)) throw new Failure("internal", `the loss is ${loss} at step ${step}`);
  store.absorb(results, rows);
  return { loss, gradientNorm: Number(results.gradient_norm?.data[0]) };
}

function judge(state: RunState, score: number): void {
  if (score > state.bestScore) Object.assign(state, { bestScore: score, bestStep: state.step, stale: 0 });
  else state.stale++;
}

const bestOf = ({ checkpoint }: TrainingPlan): string => `${checkpoint}.best`;

function resume(store: ParameterStore, plan: TrainingPlan): RunState {
  const best = keptOf(plan, bestOf(plan), `Move it and ${plan.checkpoint} away to start anew.`);
  const remedy = best ? `the run then goes on from ${bestOf(plan)}` : "the run then starts anew";
  const latest = keptOf(plan, plan.checkpoint, `Move it away; ${remedy}.`);
  const checkpoint = latest ?? best;
  if (!checkpoint) return { step: 0, bestStep: 0, bestScore: Number.NEGATIVE_INFINITY, stale: 0 };
  if (!best && Number(checkpoint.state.bestStep) > 0)
    throw new Failure(
      "conflict",
      `${bestOf(plan)} is missing, the best weights of the run. Put it back, or move ${plan.checkpoint} away to start anew.`,
    );
  store.restore(checkpoint.arrays);
  const number = (name: keyof RunState) => Number(checkpoint.state[name]);
  return {
    step: number("step"),
    bestStep: number("bestStep"),
    bestScore: Number(checkpoint.state.bestScore ?? Number.NEGATIVE_INFINITY),
    stale: number("stale"),
  };
}

/** A checkpoint of this run, or undefined when there is none. @throws Failure when it is damaged or another run's */
function keptOf(plan: TrainingPlan, path: string, remedy: string): Checkpoint | undefined {
  const kept = readCheckpoint(path, remedy);
  if (kept && kept.state.fingerprint !== plan.fingerprint)
    throw new Failure(
      "conflict",
      `${path} belongs to another run, with other flags, other data or other code. Move it away, or name another folder, to begin anew`,
    );
  return kept;
}

function save(path: string, store: ParameterStore, plan: TrainingPlan, state: RunState): void {
  writeCheckpoint(path, { state: { ...state, fingerprint: plan.fingerprint }, arrays: store.arrays() });
}
