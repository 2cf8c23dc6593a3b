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
  | { kind: "done"; batch: number; outputs: unknown[] }
  | { kind: "failed"; batch: number; reason: string };

/** Runs batches of one kind of model inside a thread. */
export interface Runner {
  provider: string;
  refused: { provider: string; reason: string }[];
  /** One output per input, in order. */
  run(inputs: unknown[]): Promise<unknown[]>;
}
