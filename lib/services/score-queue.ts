import { Failure } from "#lib/domain/failure";

export interface QueueSize {
  /** Tasks that run at a time. */
  concurrency: number;
  /** Tasks that may wait before a newcomer is refused. */
  waiting: number;
}

interface Task {
  start(): void;
}

/**
 * A bounded queue in front of the models: tasks run in order of arrival, those whose caller has gone are dropped
 * when their turn comes, and a newcomer to a full queue is refused at once instead of making everybody wait longer.
 */
export class ScoreQueue {
  private readonly tasks: Task[] = [];
  private running = 0;
  /** Tasks whose caller did not wait for them. */
  dropped = 0;

  constructor(private readonly size: QueueSize) {}

  get waiting(): number {
    return this.tasks.length;
  }

  /** Throws `unavailable` when no more tasks are taken now. */
  admit(): void {
    if (this.running >= this.size.concurrency && this.tasks.length >= this.size.waiting)
      throw new Failure("unavailable", "The scoring service has as much to do as it can answer in time.", {
        retryAfterSeconds: 1,
      });
  }

  /** Runs `work` when its turn comes. Rejects with the signal's reason when that is aborted first. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const start = () => {
        if (signal.aborted) {
          this.dropped += 1;
          reject(signal.reason);
          return;
        }
        this.running += 1;
        work()
          .then(resolve, reject)
          .finally(() => {
            this.running -= 1;
            this.next();
          });
      };
      this.tasks.push({ start });
      this.next();
    });
  }

  private next(): void {
    while (this.running < this.size.concurrency) {
      const task = this.tasks.shift();
      if (!task) break;
      task.start();
    }
  }
}
