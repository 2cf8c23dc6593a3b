import { createRequire } from "node:module";
import path from "node:path";
import { Worker } from "node:worker_threads";
import {
  type BatchRequest,
  ListsInForce,
  type ModelLoad,
  type ThreadReply,
  type ThreadSetup,
} from "./thread-messages";

export interface ThreadBatch<Job> {
  id: number;
  jobs: Job[];
  /** Shares its thread with no other batch. */
  alone: boolean;
  /** Ends the thread when the batch takes too long. */
  timer: NodeJS.Timeout;
  /** Places of the jobs that the thread goes on with by itself, once it has answered all. */
  places?: number[];
}

/** Another model of the thread, and the places of a batch's jobs that it may go on with. */
export type Further = NonNullable<BatchRequest["further"]>;

interface ThreadEvents<Job> {
  /** The batch is answered; the thread goes on with the jobs at its places. */
  first(batch: ThreadBatch<Job>, outputs: unknown): void;
  /** The batch is answered, or what the thread went on with. */
  done(batch: ThreadBatch<Job>, outputs: unknown): void;
  failed(batch: ThreadBatch<Job>, reason: string): void;
  /** The thread is gone, with the batches it had in hand. Not called after `end`. */
  died(batches: ThreadBatch<Job>[], wasReady: boolean): void;
}

/** One worker thread with the batches it has in hand. */
export class InferenceThread<Job> {
  ready = false;
  /** The models as loaded, or null when the thread died before it was ready. */
  readonly started: Promise<Record<string, ModelLoad> | null>;
  /** What ended the thread, when it said so. */
  lastError = "";
  private wasReady = false;
  /** Which lists the thread has been sent. */
  readonly sentLists = new ListsInForce<true>();
  private readonly worker: Worker;
  private readonly inHand = new Map<number, ThreadBatch<Job>>();
  private nextBatch = 1;
  private ending = false;

  constructor(
    url: URL,
    setup: ThreadSetup,
    private readonly stuckMs: number,
    private readonly events: ThreadEvents<Job>,
  ) {
    this.worker = openWorker(url, setup);
    this.started = new Promise((resolve) => {
      this.worker.on("message", (reply: ThreadReply) => {
        if (reply.kind === "ready") {
          this.ready = true;
          this.wasReady = true;
          resolve(reply.models);
        } else this.receive(reply);
      });
      this.worker.on("error", (error) => {
        this.lastError = error.message;
      });
      this.worker.on("exit", () => {
        this.ready = false;
        resolve(null);
        if (!this.ending) this.events.died(this.takeAll(), this.wasReady);
      });
    });
  }

  get batches(): number {
    return this.inHand.size;
  }

  /** One batch in work and one waiting, unless either wants to be alone. */
  canTake(alone: boolean): boolean {
    if (!this.ready || this.inHand.size > 1) return false;
    return this.inHand.size === 0 || (!alone && [...this.inHand.values()].every((batch) => !batch.alone));
  }

  jobs(): Job[] {
    return [...this.inHand.values()].flatMap((batch) => batch.jobs);
  }

  send(model: string, jobs: Job[], alone: boolean, packed: unknown, further?: Further): void {
    const id = this.nextBatch++;
    const timer = setTimeout(() => this.giveUp(model), this.stuckMs);
    timer.unref();
    this.inHand.set(id, { id, jobs, alone, timer });
    const request: BatchRequest = { batch: id, model, packed, ...(further && { further }) };
    this.worker.postMessage(request);
  }

  async end(): Promise<void> {
    this.ending = true;
    this.takeAll();
    await this.worker.terminate();
  }

  /** Takes no more: native code that hangs is not ended before it returns, and what is asked meanwhile would wait in vain. */
  private giveUp(model: string): void {
    this.ready = false;
    this.lastError = `A batch of ${model} took longer than ${this.stuckMs} ms.`;
    void this.worker.terminate();
  }

  private receive(reply: Exclude<ThreadReply, { kind: "ready" }>): void {
    const batch = this.inHand.get(reply.batch);
    if (!batch) return;
    if (reply.kind === "first") {
      batch.places = reply.places;
      this.events.first(batch, reply.outputs);
      return;
    }
    clearTimeout(batch.timer);
    this.inHand.delete(reply.batch);
    if (reply.kind === "done") this.events.done(batch, reply.outputs);
    else this.events.failed(batch, reply.reason);
  }

  private takeAll(): ThreadBatch<Job>[] {
    const batches = [...this.inHand.values()];
    this.inHand.clear();
    for (const { timer } of batches) clearTimeout(timer);
    return batches;
  }
}

/** Production bundles to plain modules; TypeScript sources, in development and tests, run through tsx. */
function openWorker(url: URL, workerData: ThreadSetup): Worker {
  if (!url.pathname.endsWith(".ts")) return new Worker(url, { workerData });
  const tsx = createRequire(import.meta.url).resolve("tsx/package.json");
  const api = path.join(path.dirname(tsx), "dist/esm/api/index.mjs");
  const entry = `import(${JSON.stringify(api)}).then(({ register }) => {
    register();
    return import(${JSON.stringify(url.href)});
  });`;
  return new Worker(entry, { workerData, eval: true });
}
