import type { ModelFiles } from "./model-files";

/** What a thread is started with. */
export interface ThreadSetup {
  models: ModelFiles[];
  providers: string[];
}

/** How a model fares in a thread. */
export type ModelLoad =
  | { ok: true; provider: string; refused: { provider: string; reason: string }[] }
  | { ok: false; reason: string };

export interface BatchRequest {
  batch: number;
  model: string;
  inputs: unknown[];
}

export type ThreadReply =
  | { kind: "ready"; models: Record<string, ModelLoad> }
  | { kind: "done"; batch: number; outputs: PackedOutputs }
  | { kind: "failed"; batch: number; reason: string };

/**
 * The outputs of a batch in a few typed arrays: thousands of small objects would cost more to copy between threads than
 * they cost to compute. Their buffers are moved, not copied.
 */
export type PackedOutputs = Record<string, Float32Array | Float64Array | Uint8Array | Uint16Array | string[]>;

/** Runs batches of one kind of model inside a thread. */
export interface Runner {
  provider: string;
  refused: { provider: string; reason: string }[];
  /** What all inputs gave, in order. */
  run(inputs: unknown[]): Promise<PackedOutputs>;
}
