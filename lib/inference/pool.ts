import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "#lib/domain/failure";
import { InferenceThread, type ThreadBatch } from "./pool-thread";
import type { ModelLoad, PackedOutputs, ThreadSetup } from "./thread-messages";

export interface PoolOptions {
  threads: number;
  threadUrl: URL;
  setup: ThreadSetup;
  /** Reads one input's output out of a batch's, by model. */
  unpack: Record<string, (outputs: PackedOutputs) => (at: number) => unknown>;
  /** Most inputs per batch. */
  maxBatch?: number;
  /** Jobs that may wait; more are refused at once, so that memory stays bounded. */
  maxQueue?: number;
  /** A batch that takes longer is given up and its thread replaced, milliseconds. */
  stuckMs?: number;
}

interface Job {
  model: string;
  input: unknown;
  resolve(output: unknown): void;
  reject(reason: Failure): void;
  timer: NodeJS.Timeout;
  settled: boolean;
  /** Was in a batch that took its thread down: runs alone now, and is not tried a third time. */
  suspect: boolean;
}

export interface PoolStatus {
  threads: number;
  ready: number;
  restarts: number;
  waiting: number;
  models: Record<string, ModelLoad>;
  /** Why the last thread that died did so, when it said. */
  lastError: string;
}

/**
 * Threads that run models behind `infer(model, input)`. Batches form by themselves: what arrives while all threads
 * are busy leaves together, what arrives at an idle pool leaves at once. A thread has one batch in hand and one
 * waiting, so that it never idles between messages. A thread that dies or hangs is replaced.
 */
export class InferencePool {
  private readonly threads: InferenceThread<Job>[] = [];
  private queue: Job[] = [];
  private flushing = false;
  private closed = false;
  private restarts = 0;
  private failedStarts = 0;
  private lastError = "";
  private models: Record<string, ModelLoad> = {};
  private readonly maxBatch: number;
  private readonly maxQueue: number;

  private constructor(private readonly options: PoolOptions) {
    this.maxBatch = options.maxBatch ?? 32;
    this.maxQueue = options.maxQueue ?? 4096;
  }

  /** Starts the threads and waits until each has loaded its models, or failed to start. */
  static async start(options: PoolOptions): Promise<InferencePool> {
    const pool = new InferencePool(options);
    await Promise.all(Array.from({ length: options.threads }, () => pool.spawn()));
    return pool;
  }

  /**
   * Runs one input through a model. Rejects with Failure `timeout` after `timeoutMs`, `unavailable` when the pool is
   * full or closed or the thread died of it twice, `internal` when the model failed on it.
   */
  infer<Output>(model: string, input: unknown, timeoutMs: number): Promise<Output> {
    if (this.closed) return Promise.reject(new Failure("unavailable", "The models are shutting down."));
    if (this.queue.length >= this.maxQueue)
      return Promise.reject(
        new Failure("unavailable", "The models have too much to do.", { retryAfterSeconds: 1 }),
      );
    return new Promise<Output>((resolve, reject) => {
      const job: Job = {
        model,
        input,
        settled: false,
        suspect: false,
        resolve: (output) => settle(job, () => resolve(output as Output)),
        reject: (reason) => settle(job, () => reject(reason)),
        timer: setTimeout(
          () => job.reject(new Failure("timeout", `The model took longer than ${timeoutMs} ms.`)),
          timeoutMs,
        ),
      };
      this.queue.push(job);
      this.flushSoon();
    });
  }

  status(): PoolStatus {
    const ready = this.threads.filter((thread) => thread.ready).length;
    const { restarts, models, lastError } = this;
    return { threads: this.options.threads, ready, restarts, waiting: this.queue.length, models, lastError };
  }

  /** Refuses new work, waits up to `deadlineMs` for what is under way, then ends the threads. */
  async close(deadlineMs = 5_000): Promise<void> {
    this.closed = true;
    const until = Date.now() + deadlineMs;
    while (Date.now() < until && this.isBusy()) await delay(5);
    const left = this.queue.splice(0);
    for (const job of [...left, ...this.threads.flatMap((thread) => thread.jobs())])
      job.reject(new Failure("unavailable", "The models are shutting down."));
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  private isBusy(): boolean {
    return this.queue.some((job) => !job.settled) || this.threads.some((thread) => thread.batches > 0);
  }

  private async spawn(): Promise<void> {
    const { threadUrl, setup, stuckMs = 30_000 } = this.options;
    const thread = new InferenceThread<Job>(threadUrl, setup, stuckMs, {
      done: (batch, outputs) => this.finish(batch, outputs),
      failed: (batch, reason) => this.fail(batch, reason),
      died: (batches, wasReady) => void this.replace(thread, batches, wasReady),
    });
    this.threads.push(thread);
    const models = await thread.started;
    if (!models) return;
    this.models = models;
    this.failedStarts = 0;
    this.flushSoon();
  }

  private async replace(thread: InferenceThread<Job>, batches: ThreadBatch<Job>[], wasReady: boolean) {
    this.threads.splice(this.threads.indexOf(thread), 1);
    if (thread.lastError) this.lastError = thread.lastError;
    for (const { jobs } of batches) this.retry(jobs);
    if (this.closed) return;
    this.restarts += 1;
    if (!wasReady) this.failedStarts += 1;
    const pause = wasReady ? 0 : Math.min(30_000, 100 * 2 ** this.failedStarts);
    await delay(pause, undefined, { ref: false });
    if (!this.closed) await this.spawn();
  }

  /** Jobs of a lost batch get one more chance, alone: the one that did it takes nobody with it. */
  private retry(jobs: Job[]): void {
    for (const job of jobs) {
      if (job.suspect) job.reject(new Failure("unavailable", "The model's thread died of this input twice."));
      else if (!job.settled) this.queue.unshift(Object.assign(job, { suspect: true }));
    }
    this.flushSoon();
  }

  private finish({ jobs }: ThreadBatch<Job>, outputs: PackedOutputs): void {
    this.flush();
    const outputAt = this.options.unpack[jobs[0]?.model as string]?.(outputs);
    jobs.forEach((job, at) => {
      job.resolve(outputAt?.(at));
    });
  }

  /** A batch in which the model threw: its jobs are tried one by one, so that one bad input spoils no other. */
  private fail({ jobs }: ThreadBatch<Job>, reason: string): void {
    if (jobs.length === 1) jobs[0]?.reject(new Failure("internal", `The model failed: ${reason}`));
    else
      this.queue.unshift(
        ...jobs.filter((job) => !job.settled).map((job) => Object.assign(job, { suspect: true })),
      );
    this.flush();
  }

  private flushSoon(): void {
    if (this.flushing) return;
    this.flushing = true;
    setImmediate(() => {
      this.flushing = false;
      this.flush();
    });
  }

  private flush(): void {
    for (;;) {
      while (this.queue[0]?.settled) this.queue.shift();
      const next = this.queue[0];
      if (!next) return;
      const thread = this.leastBusy(next.suspect);
      if (!thread) return;
      const jobs = this.takeBatch();
      const first = jobs[0];
      if (first) thread.send(first.model, jobs, first.suspect, (job) => job.input);
    }
  }

  private leastBusy(alone: boolean): InferenceThread<Job> | undefined {
    let best: InferenceThread<Job> | undefined;
    for (const thread of this.threads)
      if (thread.canTake(alone) && (!best || thread.batches < best.batches)) best = thread;
    return best;
  }

  /** The oldest job's companions: same model, in order of arrival; a suspect goes alone. */
  private takeBatch(): Job[] {
    const jobs: Job[] = [];
    const rest: Job[] = [];
    this.queue = this.queue.filter((job) => !job.settled);
    for (const [at, job] of this.queue.entries()) {
      const first = jobs[0];
      if (first && (first.suspect || jobs.length >= this.maxBatch)) {
        rest.push(...this.queue.slice(at));
        break;
      }
      if (first && (job.suspect || job.model !== first.model)) rest.push(job);
      else jobs.push(job);
    }
    this.queue = rest;
    return jobs;
  }
}

function settle(job: Job, act: () => void): void {
  if (job.settled) return;
  job.settled = true;
  clearTimeout(job.timer);
  act();
}
