import { type Job, UnrecoverableError, Worker } from "bullmq";
import { env } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import { log } from "#lib/observe/log";
import { queueConnection } from "./connection";
import { queue } from "./enqueue";
import { JOBS, type JobName, type JobPayload } from "./registry";

export type Handler<K extends JobName> = (payload: JobPayload<K>) => Promise<void>;
export type Handlers = { [K in JobName]: Handler<K> };

export interface Consumer {
  names: JobName[];
  /** Takes no more jobs and waits for those that run, at most `deadlineMs`; what is left is retried elsewhere. */
  close(deadlineMs: number): Promise<void>;
}

/** Runs the handlers of the named queues until closed. */
export async function consume(handlers: Handlers, names: JobName[]): Promise<Consumer> {
  const workers = names.map((name) => startWorker(name, handlers[name] as Handler<JobName>));
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  for (const name of names) {
    const { everyMs } = JOBS[name] as { everyMs?: number };
    if (everyMs)
      await queue(name).upsertJobScheduler(`every-${name}`, { every: everyMs }, { name, data: {} });
  }
  return {
    names,
    close: async (deadlineMs) => {
      const graceful = Promise.allSettled(workers.map((worker) => worker.close()));
      const late = new Promise<"late">((resolve) => setTimeout(() => resolve("late"), deadlineMs).unref());
      if ((await Promise.race([graceful, late])) === "late") {
        log("jobs").warn({ names }, "closing with jobs unfinished; they will run again");
        await Promise.race([
          Promise.allSettled(workers.map((worker) => worker.close(true))),
          new Promise((resolve) => setTimeout(resolve, 500).unref()),
        ]);
      }
    },
  };
}

function startWorker(name: JobName, handler: Handler<JobName>): Worker {
  const definition = JOBS[name];
  const concurrency = definition.concurrency === "env" ? env().WORKER_CONCURRENCY : definition.concurrency;
  const worker = new Worker(name, (job) => run(name, handler, job), {
    connection: queueConnection("worker"),
    concurrency,
    // A killed worker's jobs come back after lockDuration, looked for every stalledInterval.
    lockDuration: 15_000,
    stalledInterval: 5_000,
    maxStalledCount: 5,
  });
  worker.on("error", (error) => log("jobs").warn({ queue: name, err: error }, "worker connection"));
  worker.on("failed", (job, error) => {
    const dead = !job || job.attemptsMade >= (job.opts.attempts ?? 1) || error instanceof UnrecoverableError;
    log("jobs")[dead ? "error" : "warn"](
      { queue: name, job: job?.id, attempt: job?.attemptsMade, err: error },
      dead ? "job given up" : "job failed, will retry",
    );
  });
  return worker;
}

async function run(name: JobName, handler: Handler<JobName>, job: Job): Promise<void> {
  const payload = JOBS[name].payload.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError(`payload of ${name} does not fit its schema`);
  try {
    await handler(payload.data as JobPayload<JobName>);
  } catch (error) {
    if (error instanceof Failure && !error.retryable) throw new UnrecoverableError(error.message);
    throw error;
  }
}
