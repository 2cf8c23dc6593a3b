import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "#lib/domain/failure";
import { type Job, JobQueue, jobFor, leaveFurther, refuse, resolve, withFurther } from "./job-queue";
import { LaneHealth } from "./lane-health";
import type { PoolOptions, PoolStatus } from "./pool-options";
import { type Further, InferenceThread, type ThreadBatch } from "./pool-thread";
import type { ModelLoad } from "./thread-messages";

/** Loading takes seconds; the largest models, from a slow disk, a minute. */
const LOAD_MS = 120_000;

/** A thread goes on by itself with a batch of at most this size: some milliseconds at the most, for UTF-16 units of text. */
const MOST_FURTHER = 4_000;

/**
 * Threads that run models behind `infer(model, input)`. Batches form by themselves: what arrives while all threads
 * are busy leaves together, what arrives at an idle pool leaves at once. A thread has one batch in hand, and one waiting
 * where that is at least half of the largest, so that it does not idle between messages; fewer wait for company until it
 * is free, as a text costs the less the more share its batch. A thread that dies or hangs is replaced.
 */
export class InferencePool {
  private readonly threads: InferenceThread<Job>[] = [];
  /** What goes first, and what waits until nothing of that is left. */
  private readonly queues = [new JobQueue(), new JobQueue()] as const;
  /** Rings at the earliest deadline of all jobs: one timer, not one per job. */
  private alarm: { at: number; timer: NodeJS.Timeout } | undefined;
  private flushing = false;
  private closed = false;
  private restarts = 0;
  private failedStarts = 0;
  private lastError = "";
  private readonly health = new LaneHealth();
  private readonly maxBatch: number;
  private readonly maxQueue: number;
  private readonly maxQueueSize: number;

  private constructor(private readonly options: PoolOptions) {
    this.maxBatch = options.maxBatch ?? 32;
    this.maxQueue = options.maxQueue ?? 4096;
    this.maxQueueSize = options.maxQueueSize ?? 8_000_000;
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
    return this.enqueue(model, input, timeoutMs);
  }

  /**
   * As `infer`; and where that is quick, and the first model finds it worth while, the same thread goes on with the same input
   * by the model named `further`, without waiting to be asked. `further` is undefined where it did not; it rejects as `infer` does.
   */
  inferFurther<Output, Next>(
    model: string,
    input: unknown,
    timeoutMs: number,
    next: { model: string; timeoutMs: number },
  ): { first: Promise<Output>; further: Promise<Next | undefined> } {
    let job: Job | undefined;
    const further = new Promise<Next | undefined>((resolve, reject) => {
      job = jobFor(next.model, input, next.timeoutMs, {
        resolve: resolve as (output: unknown) => void,
        reject,
      });
    });
    const first = this.enqueue<Output>(model, input, timeoutMs, job);
    first.catch(() => job && resolve(job, undefined));
    return { first, further };
  }

  private enqueue<Output>(model: string, input: unknown, timeoutMs: number, further?: Job): Promise<Output> {
    if (this.closed) return Promise.reject(new Failure("unavailable", "The models are shutting down."));
    const size = this.options.codecs[model]?.size(input as never) ?? 0;
    if (this.waiting >= this.maxQueue || this.queues[0].size + this.queues[1].size + size > this.maxQueueSize)
      return Promise.reject(
        new Failure("unavailable", "The models have too much to do.", { retryAfterSeconds: 1 }),
      );
    return new Promise<Output>((resolve, reject) => {
      const ends = { resolve: resolve as (output: unknown) => void, reject };
      const job = { ...jobFor(model, input, timeoutMs, ends), size, further };
      this.queueOf(model).push(job);
      this.setAlarm(Math.min(job.deadline, further?.deadline ?? job.deadline));
      this.flushSoon();
    });
  }

  private get waiting(): number {
    return this.queues[0].length + this.queues[1].length;
  }

  private queueOf(model: string): JobQueue {
    return this.queues[this.options.codecs[model]?.afterOthers ? 1 : 0];
  }

  /** Threads that take work. */
  get ready(): number {
    let count = 0;
    for (const thread of this.threads) if (thread.ready) count += 1;
    return count;
  }

  /** How each model loaded. */
  get models(): Record<string, ModelLoad> {
    return this.health.loads;
  }

  /** Why a model that is loaded does not serve, if so. */
  failing(model: string): string | undefined {
    return this.health.failing(model);
  }

  status(): PoolStatus {
    const { ready, restarts, waiting, models } = this;
    const lastError = this.threads.find((thread) => thread.lastError)?.lastError ?? this.lastError;
    return { threads: this.options.threads, ready, restarts, waiting, models, lastError };
  }

  /** Refuses new work, waits up to `deadlineMs` for what is under way, then ends the threads. */
  async close(deadlineMs = 5_000): Promise<void> {
    this.closed = true;
    const until = Date.now() + deadlineMs;
    while (Date.now() < until && this.isBusy()) await delay(5);
    const left = this.queues.flatMap((queue) => queue.takeAll());
    for (const job of withFurther([...left, ...this.threads.flatMap((thread) => thread.jobs())]))
      refuse(job, new Failure("unavailable", "The models are shutting down."));
    clearTimeout(this.alarm?.timer);
    await Promise.all(this.threads.map((thread) => thread.end()));
  }

  private isBusy(): boolean {
    return this.queues.some((queue) => queue.first()) || this.threads.some((thread) => thread.batches > 0);
  }

  private async spawn(): Promise<void> {
    let thread: InferenceThread<Job>;
    try {
      thread = this.openThread();
    } catch (error) {
      // The system gives no thread now, for want of memory or of process ids: it is asked again.
      this.lastError = error instanceof Error ? error.message : String(error);
      void this.spawnAgain(false);
      return;
    }
    this.threads.push(thread);
    const models = await thread.started;
    // Whoever starts the pool waits for the thread that does without what this one hung on.
    if (!models) return thread.hungOn && this.spawnAgain(true);
    this.health.loads = models;
    this.failedStarts = 0;
    this.flushSoon();
  }

  private openThread(): InferenceThread<Job> {
    const { threadUrl, stuckMs = 30_000, loadMs = LOAD_MS } = this.options;
    const setup = { ...this.options.setup, leftOut: this.health.leftOut };
    const thread = new InferenceThread<Job>(
      threadUrl,
      setup,
      { stuckMs, loadMs },
      {
        first: (batch, outputs) => this.finish(batch, outputs, batch.places ?? []),
        done: (batch, outputs) =>
          batch.places ? this.finishFurther(batch, outputs) : this.finish(batch, outputs),
        failed: (batch, reason) => this.fail(batch, reason),
        moved: (model, load) => this.health.moved(model, load),
        died: (batches, wasReady) => this.replace(thread, batches, wasReady),
      },
    );
    return thread;
  }

  private replace(thread: InferenceThread<Job>, batches: ThreadBatch<Job>[], wasReady: boolean): void {
    this.threads.splice(this.threads.indexOf(thread), 1);
    this.lastError = thread.lastError;
    if (thread.hungOn) this.health.hung(thread.hungOn);
    for (const { jobs } of batches) this.retry(jobs, thread.hungOn !== undefined);
    if (wasReady || !thread.hungOn) void this.spawnAgain(wasReady);
  }

  private async spawnAgain(wasReady: boolean): Promise<void> {
    if (this.closed) return;
    this.restarts += 1;
    if (!wasReady) this.failedStarts += 1;
    const pause = wasReady ? 0 : Math.min(30_000, 100 * 2 ** this.failedStarts);
    await delay(pause, undefined, { ref: false });
    if (!this.closed) await this.spawn();
  }

  /**
   * Jobs of a lost batch get one more chance, alone: the one that did it takes nobody with it. On another provider they get one in any
   * case.
   */
  private retry(jobs: Job[], elsewhere: boolean): void {
    leaveFurther(jobs);
    for (const job of jobs)
      if (elsewhere || !job.suspect) this.queueOf(job.model).putBack([job]);
      else this.refuseFailed(job, new Failure("unavailable", "The model's thread died of this input twice."));
    this.flushSoon();
  }

  private refuseFailed(job: Job, failure: Failure): void {
    this.health.failed(job.model, failure.message);
    refuse(job, failure);
  }

  /** @param places of the jobs that the thread goes on with */
  private finish({ jobs }: ThreadBatch<Job>, outputs: unknown, places: readonly number[] = []): void {
    this.flush();
    this.resolveAll(jobs, outputs);
    leaveFurther(jobs.filter((_, at) => !places.includes(at)));
  }

  private finishFurther({ jobs, places = [] }: ThreadBatch<Job>, outputs: unknown): void {
    this.flush();
    this.resolveAll(
      places.flatMap((place) => jobs[place]?.further ?? []),
      outputs,
    );
  }

  private resolveAll(jobs: readonly Job[], outputs: unknown): void {
    const model = jobs[0]?.model as string;
    const codec = this.options.codecs[model];
    this.health.answered(model);
    const unpacked = codec?.unpack(outputs, jobs.map(({ input }) => input) as never[]) ?? [];
    for (const [at, job] of jobs.entries()) resolve(job, unpacked[at]);
  }

  /** A batch in which the model threw: its jobs are tried one by one, so that one bad input spoils no other. */
  private fail({ jobs, places }: ThreadBatch<Job>, reason: string): void {
    if (places) leaveFurther(jobs);
    else if (jobs.length === 1)
      this.refuseFailed(jobs[0] as Job, new Failure("internal", `The model failed: ${reason}`));
    else this.queueOf(jobs[0]?.model as string).putBack(jobs);
    this.flush();
  }

  private setAlarm(at: number): void {
    if (this.alarm && this.alarm.at <= at) return;
    clearTimeout(this.alarm?.timer);
    const timer = setTimeout(() => this.giveUpLateJobs(), Math.max(1, Math.ceil(at - performance.now())));
    this.alarm = { at, timer };
  }

  private giveUpLateJobs(): void {
    this.alarm = undefined;
    const now = performance.now();
    let next = Number.POSITIVE_INFINITY;
    const waiting = this.queues.flatMap((queue) => queue.jobs);
    for (const job of withFurther([...waiting, ...this.threads.flatMap((thread) => thread.jobs())])) {
      if (job.settled) continue;
      if (job.deadline <= now)
        refuse(job, new Failure("timeout", `The model took longer than ${job.timeoutMs} ms.`));
      else next = Math.min(next, job.deadline);
    }
    if (next < Number.POSITIVE_INFINITY) this.setAlarm(next);
  }

  /** What comes in one turn leaves together: at once where a thread idles, else after all that the turn of the event loop brings. */
  private flushSoon(): void {
    if (this.flushing) return;
    this.flushing = true;
    const flush = () => {
      this.flushing = false;
      this.flush();
    };
    if (this.threads.some((thread) => thread.batches === 0)) process.nextTick(flush);
    else setImmediate(flush);
  }

  private flush(): void {
    for (const queue of this.queues) while (this.sendNext(queue));
  }

  /** Sends the oldest job and its companions; false when there is none, or no thread to take it. */
  private sendNext(queue: JobQueue): boolean {
    const first = queue.first();
    if (!first) return false;
    const codec = this.options.codecs[first.model];
    const most = Math.min(this.maxBatch, codec?.mostPerBatch ?? this.maxBatch);
    // What waits for others never takes the place behind a batch in work: scores may come meanwhile.
    const thread = this.leastBusy(first.suspect, codec?.afterOthers === true || queue.length < most / 2);
    if (!thread) return false;
    const jobs = queue.take(first, most, codec?.mostSize);
    const packed = codec?.pack(jobs.map(({ input }) => input) as never[], thread.sentLists);
    thread.send(first.model, jobs, first.suspect, packed, this.furtherOf(jobs));
    return true;
  }

  /** What the thread may go on with by itself, where the batch is small; a large one would hold up what comes after it. */
  private furtherOf(jobs: readonly Job[]): Further | undefined {
    const size = jobs.reduce((sum, job) => sum + job.size, 0);
    const model = jobs.find(({ further }) => further)?.further?.model;
    if (model === undefined) return undefined;
    if (size <= MOST_FURTHER)
      return { model, places: [...jobs.keys()].filter((at) => jobs[at]?.further?.model === model) };
    leaveFurther(jobs);
    return undefined;
  }

  private leastBusy(alone: boolean, idle: boolean): InferenceThread<Job> | undefined {
    let best: InferenceThread<Job> | undefined;
    for (const thread of this.threads) {
      if (idle && thread.batches > 0) continue;
      if (thread.canTake(alone) && (!best || thread.batches < best.batches)) best = thread;
    }
    return best;
  }
}
