import type { Failure } from "#lib/domain/failure";

/** One input on its way through the pool. */
export interface Job {
  model: string;
  input: unknown;
  /** How much of the queue it takes up. */
  size: number;
  resolve(output: unknown): void;
  reject(reason: Failure): void;
  /** Reading of performance.now() at which it is given up. */
  deadline: number;
  timeoutMs: number;
  settled: boolean;
  /** Was in a batch that took its thread down: runs alone now, and is not tried a third time. */
  suspect: boolean;
  /** What the thread may go on with by itself when this is done. Resolved with undefined where it does not: nobody waits in vain. */
  further?: Job;
}

/** A job that has to be done within `timeoutMs`, milliseconds; of no size until somebody measures it. */
export function jobFor(
  model: string,
  input: unknown,
  timeoutMs: number,
  ends: Pick<Job, "resolve" | "reject">,
): Job {
  const deadline = performance.now() + timeoutMs;
  return { model, input, size: 0, deadline, timeoutMs, settled: false, suspect: false, ...ends };
}

/** Jobs in order of arrival, with the size that they have together. */
export class JobQueue {
  size = 0;
  private waiting: Job[] = [];

  get length(): number {
    return this.waiting.length;
  }

  get jobs(): readonly Job[] {
    return this.waiting;
  }

  push(job: Job): void {
    this.waiting.push(job);
    this.size += job.size;
  }

  /** Puts jobs back in front, as suspects. */
  putBack(jobs: Job[]): void {
    leaveFurther(jobs);
    const again = jobs.filter((job) => !job.settled);
    for (const job of again) {
      job.suspect = true;
      this.size += job.size;
    }
    this.waiting.unshift(...again);
  }

  /** The oldest job that somebody still waits for. */
  first(): Job | undefined {
    while (this.waiting[0]?.settled) this.size -= (this.waiting.shift() as Job).size;
    return this.waiting[0];
  }

  /**
   * Takes the oldest job with up to `most` of its model, in order of arrival, as long as they have at most `mostSize` together; a
   * suspect goes alone.
   */
  take(first: Job, most: number, mostSize = Number.POSITIVE_INFINITY): Job[] {
    const taken: Job[] = [];
    const passed: Job[] = [];
    const limit = first.suspect ? 1 : most;
    let [at, size] = [0, 0];
    for (; at < this.waiting.length && taken.length < limit; at += 1) {
      const job = this.waiting[at] as Job;
      if (job !== first && (job.suspect || job.model !== first.model)) {
        passed.push(job);
        continue;
      }
      if (taken.length > 0 && !job.settled && size + job.size > mostSize) break;
      this.size -= job.size;
      if (job.settled) continue;
      taken.push(job);
      size += job.size;
    }
    this.waiting = [...passed, ...this.waiting.slice(at)];
    return taken;
  }

  takeAll(): Job[] {
    this.size = 0;
    return this.waiting.splice(0);
  }
}

/** Ends a job with a reason, unless it has ended already. */
export function refuse(job: Job, reason: Failure): void {
  leaveFurther([job]);
  if (job.settled) return;
  job.settled = true;
  job.reject(reason);
}

/** Ends a job with what the model said, unless it has ended already. */
export function resolve(job: Job, output: unknown): void {
  if (job.settled) return;
  job.settled = true;
  job.resolve(output);
}

/** Leaves what should have come after these jobs to whoever asked: no thread does it. */
export function leaveFurther(jobs: readonly Job[]): void {
  for (const job of jobs) {
    if (job.further) resolve(job.further, undefined);
    job.further = undefined;
  }
}

/** The jobs with what threads may go on with after them. */
export const withFurther = (jobs: readonly Job[]): Job[] =>
  jobs.flatMap((job) => (job.further ? [job, job.further] : [job]));
