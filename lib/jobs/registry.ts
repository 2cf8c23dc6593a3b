import { z } from "zod";

interface JobDefinition<P extends z.ZodType> {
  payload: P;
  /** Attempts in all, with exponential backoff from `backoffMs`. */
  attempts: number;
  backoffMs: number;
  /** Jobs one process runs at a time: a number, or the WORKER_CONCURRENCY setting. */
  concurrency: number | "env";
  /** How many finished and failed jobs stay visible. */
  keep: { completed: number; failed: number };
  /** Set for jobs that run by the clock, once per interval over all processes. */
  everyMs?: number;
}

const define = <P extends z.ZodType>(definition: JobDefinition<P>) => definition;

/**
 * Every machine job there is. Payloads carry ids, never content: the row is the truth, the queue only delivers,
 * and each handler may run twice for the same payload without harm.
 */
export const JOBS = {
  /** Runs the cascade and the policy on one item. */
  moderate: define({
    payload: z.object({ itemId: z.string() }),
    attempts: 4,
    backoffMs: 500,
    concurrency: "env",
    keep: { completed: 100, failed: 1000 },
  }),
  /** Lets a human decision take effect once its undo window has passed. */
  "apply-decision": define({
    payload: z.object({ decisionId: z.string() }),
    attempts: 5,
    backoffMs: 1000,
    concurrency: 4,
    keep: { completed: 100, failed: 1000 },
  }),
  /** Sends one receiver's webhook events that are due. */
  "deliver-webhooks": define({
    payload: z.object({ receiver: z.string() }),
    attempts: 3,
    backoffMs: 1000,
    concurrency: 16,
    keep: { completed: 100, failed: 1000 },
  }),
  /** Makes items of some of a batch's contents, and comes back until all are judged. */
  batch: define({
    payload: z.object({ batchId: z.string() }),
    attempts: 5,
    backoffMs: 1000,
    concurrency: 4,
    keep: { completed: 100, failed: 1000 },
  }),
  /** Takes the rows of a file, from where it was left. */
  "run-import": define({
    payload: z.object({ importId: z.string() }),
    attempts: 3,
    backoffMs: 5000,
    concurrency: 2,
    keep: { completed: 20, failed: 100 },
  }),
  /** Writes a file of items for a person. */
  export: define({
    payload: z.object({ exportId: z.string() }),
    attempts: 3,
    backoffMs: 2000,
    concurrency: 1,
    keep: { completed: 20, failed: 100 },
  }),
  /** Re-enqueues what a crash stranded and frees expired leases. */
  sweep: define({
    payload: z.object({}),
    attempts: 1,
    backoffMs: 1000,
    concurrency: 1,
    keep: { completed: 10, failed: 100 },
    everyMs: 5000,
  }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<K extends JobName> = z.output<(typeof JOBS)[K]["payload"]>;
export const JOB_NAMES = Object.keys(JOBS) as JobName[];
