import { type JobsOptions, Queue } from "bullmq";
import { Failure } from "#lib/domain/failure";
import { log } from "#lib/observe/log";
import { queueConnection } from "./connection";
import { JOBS, type JobName, type JobPayload } from "./registry";

// Next's development server reloads modules; connections must outlive them.
const holder = globalThis as typeof globalThis & { sightlineQueues?: Map<JobName, Queue> };

/** The producer's handle on one queue, opened on first use. */
export function queue(name: JobName): Queue {
  holder.sightlineQueues ??= new Map();
  const open = holder.sightlineQueues.get(name);
  if (open) return open;
  const created = new Queue(name, {
    connection: queueConnection("producer"),
    defaultJobOptions: optionsOf(name),
  });
  created.on("error", (error) => log("jobs").warn({ queue: name, err: error }, "queue connection"));
  holder.sightlineQueues.set(name, created);
  return created;
}

function optionsOf(name: JobName): JobsOptions {
  const { attempts, backoffMs, keep } = JOBS[name];
  return {
    attempts,
    backoff: { type: "exponential", delay: backoffMs, jitter: 0.5 },
    removeOnComplete: keep.completed,
    removeOnFail: keep.failed,
  };
}

interface EnqueueOptions {
  delayMs?: number;
  /** 1 first; unset jobs go before all that have one. */
  priority?: number;
}

/** Puts a job on its queue. Throws a retryable Failure when the queue cannot be reached. */
export async function enqueue<K extends JobName>(
  name: K,
  payload: JobPayload<K>,
  options: EnqueueOptions = {},
) {
  await enqueueMany(name, [payload], options);
}

/** Puts many jobs on one queue in one round trip. */
export async function enqueueMany<K extends JobName>(
  name: K,
  payloads: JobPayload<K>[],
  options: EnqueueOptions = {},
) {
  const opts = { delay: options.delayMs, priority: options.priority };
  const jobs = payloads.map((payload) => ({ name, data: JOBS[name].payload.parse(payload), opts }));
  try {
    await withQueue(name, (producer) => producer.addBulk(jobs));
  } catch (cause) {
    throw new Failure("unavailable", "The work queue cannot be reached. Try again in a moment.", { cause });
  }
}

/**
 * BullMQ remembers that its store could not be reached when the queue was opened, and refuses for ever after: a queue
 * that failed is thrown away, and the next call opens a new one.
 */
async function withQueue<T>(name: JobName, use: (producer: Queue) => Promise<T>): Promise<T> {
  const producer = queue(name);
  try {
    return await use(producer);
  } catch (error) {
    if (holder.sightlineQueues?.get(name) === producer) {
      holder.sightlineQueues.delete(name);
      producer.close().catch(() => {});
    }
    throw error;
  }
}

/** Closes the producers' connections. */
export async function closeQueues(): Promise<void> {
  const open = [...(holder.sightlineQueues?.values() ?? [])];
  holder.sightlineQueues = undefined;
  await Promise.allSettled(open.map((entry) => entry.close()));
}

/** Answers when the queue's store does. */
export async function pingQueue(): Promise<void> {
  await withQueue("moderate", (producer) => producer.getJobCountByTypes("waiting"));
}
