import type { Codec, ModelLoad, ThreadSetup } from "./thread-messages";

export interface PoolOptions {
  threads: number;
  threadUrl: URL;
  setup: ThreadSetup;
  /** How inputs and outputs travel, by model. */
  codecs: Record<string, Codec<never, unknown>>;
  /** Most inputs per batch. */
  maxBatch?: number;
  /** Jobs that may wait; more are refused at once, so that memory stays bounded. */
  maxQueue?: number;
  /** Size that waiting inputs may have together, as their codec measures it (UTF-16 units for texts). */
  maxQueueSize?: number;
  /** A batch that takes longer is given up and its thread replaced, milliseconds. */
  stuckMs?: number;
  /** A model that takes longer to open on a provider is given up there, milliseconds. */
  loadMs?: number;
}

export interface PoolStatus {
  threads: number;
  ready: number;
  restarts: number;
  waiting: number;
  models: Record<string, ModelLoad>;
  /** Why the last thread that died, or is about to, did so, when it said. */
  lastError: string;
}
