import type { LanguageGuess } from "./language";
import type { ModelFiles } from "./model-files";

/** An execution provider that a model does not run on, and why. */
export interface Refusal {
  provider: string;
  reason: string;
}

/** What a thread is started with. */
export interface ThreadSetup {
  models: ModelFiles[];
  providers: string[];
  /** Providers that have failed in a thread before, by model. */
  leftOut?: Record<string, readonly Refusal[]>;
}

/** What a model runs on, and what was refused before it. */
export interface LoadedModel {
  ok: true;
  provider: string;
  refused: Refusal[];
}

/** How a model fares in a thread. */
export type ModelLoad = LoadedModel | { ok: false; reason: string };

export interface BatchRequest {
  batch: number;
  model: string;
  /** The inputs as the model's codec packed them. */
  packed: unknown;
  /** Another model of the thread, and the places of the inputs that it is to read next where the first finds that worth while. */
  further?: { model: string; places: number[] };
}

export type ThreadReply =
  /** A session of the model is being opened on the provider; if that hangs, nothing follows. */
  | { kind: "opening"; model: string; provider: string }
  | { kind: "opened" }
  /** The model runs on another provider from now on. */
  | { kind: "moved"; model: string; load: LoadedModel }
  | { kind: "ready"; models: Record<string, ModelLoad> }
  /** The first model's outputs; the further one reads the inputs at these places now, and "done" brings its outputs. */
  | { kind: "first"; batch: number; outputs: unknown; places: number[] }
  | { kind: "done"; batch: number; outputs: unknown }
  | { kind: "failed"; batch: number; reason: string };

/**
 * How a model's inputs and outputs travel between threads: in few, flat values, because thousands of small objects
 * cost more to copy than they cost to compute.
 */
export interface Codec<Input, Output> {
  /** @param sent lists that this thread has been sent, to be kept in step with what the thread keeps */
  pack(inputs: Input[], sent: ListsInForce<true>): unknown;
  unpack(outputs: unknown, inputs: Input[]): Output[];
  /** How much of a queue an input takes up, in UTF-16 units. */
  size(input: Input): number;
  /** Waits until nothing else does: an explanation never holds up a score. */
  afterOthers?: boolean;
  mostPerBatch?: number;
  /** Size of a batch, where there is more than one input in it. */
  mostSize?: number;
}

/** What a batch gave: a message, and the buffers in it that are moved rather than copied. */
export interface Packed {
  outputs: unknown;
  moved: ArrayBuffer[];
  /** The inputs that the next model of the level is worth asking about, by place, with their languages. */
  further?: ReadonlyMap<number, LanguageGuess>;
}

/** Runs batches of one kind of model inside a thread. */
export interface Runner {
  readonly provider: string;
  readonly refused: Refusal[];
  /** What all inputs of a batch gave, in order. */
  run(packed: unknown): Promise<Packed>;
  /** Explains one category of one text, for models whose explanations are asked for apart. */
  explainOne?(packed: unknown): Promise<Packed>;
}

/** Organisations whose lists are kept; the least recently used go first. */
const KEPT = 100;

/**
 * What is known of organisations' lists, by version. The pool keeps one per thread to know which lists the thread has, and
 * the thread keeps one with the lists themselves: both see the same calls in the same order, so they forget alike.
 */
export class ListsInForce<T> {
  private readonly known = new Map<string, { version: number; value: T }>();

  get(orgId: string, version: number): T | undefined {
    const entry = this.known.get(orgId);
    if (!entry || entry.version !== version) return undefined;
    this.known.delete(orgId);
    this.known.set(orgId, entry);
    return entry.value;
  }

  set(orgId: string, version: number, value: T): T {
    this.known.delete(orgId);
    this.known.set(orgId, { version, value });
    const [oldest] = this.known.keys();
    if (this.known.size > KEPT && oldest !== undefined) this.known.delete(oldest);
    return value;
  }
}
