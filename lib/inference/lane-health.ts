import { FAILURES_IN_A_ROW } from "./fallback-runner";
import type { LoadedModel, ModelLoad, Refusal } from "./thread-messages";

/** A provider on which a model hung. */
export interface HungOn extends Refusal {
  model: string;
}

/** How the models of a lane fare over all its threads, and what threads that are yet to start should know of it. */
export class LaneHealth {
  /** How each model loaded, or what it has moved to since. */
  loads: Record<string, ModelLoad> = {};
  /** By model, the providers that have failed it. They are tried again by other pools only: after a swap or a restart. */
  readonly leftOut: Record<string, readonly Refusal[]> = {};
  private readonly failures = new Map<string, { count: number; reason: string }>();

  /** A thread has moved a model to another provider. */
  moved(model: string, load: LoadedModel): void {
    this.loads = { ...this.loads, [model]: load };
    this.leftOut[model] = load.refused;
  }

  /** A thread was lost to a provider. */
  hung({ model, provider, reason }: HungOn): void {
    this.leftOut[model] = [...(this.leftOut[model] ?? []), { provider, reason }];
  }

  answered(model: string): void {
    this.failures.delete(model);
  }

  /** The model failed on one input, alone, on all providers that it has. */
  failed(model: string, reason: string): void {
    const { count = 0 } = this.failures.get(model) ?? {};
    this.failures.set(model, { count: count + 1, reason });
  }

  /** Why a model that is loaded does not serve, if so: its last inputs failed, one after the other. */
  failing(model: string): string | undefined {
    const { count = 0, reason } = this.failures.get(model) ?? {};
    return count < FAILURES_IN_A_ROW ? undefined : `Its last ${count} inputs failed: ${reason}`;
  }
}
