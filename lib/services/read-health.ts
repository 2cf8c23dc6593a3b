import { pingQueue } from "#lib/jobs/enqueue";
import { JOB_NAMES } from "#lib/jobs/registry";
import { findLiveWorkers, pingDatabase } from "#lib/store/heartbeats";
import { type HealthPart, type ModelHealth, modelHealth } from "./model-health";

const CHECK_TIMEOUT_MS = 2000;
/** A worker beats every 3 s; after five missed beats it is taken for dead. */
export const ALIVE_MS = 15_000;

export interface Health {
  status: "ok" | "unavailable";
  database: HealthPart;
  queue: HealthPart;
  workers: HealthPart & { count: number };
  models: ModelHealth;
}

/** Whether the system can take and decide an item now, part by part with reasons. */
export async function readHealth(): Promise<Health> {
  const [database, queue] = await Promise.all([
    check(pingDatabase, "The database does not answer"),
    check(pingQueue, "The work queue does not answer"),
  ]);
  const live = database.ok ? await findLiveWorkers(new Date(Date.now() - ALIVE_MS)).catch(() => []) : [];
  const unserved = JOB_NAMES.filter((name) => !live.some((worker) => worker.queues.includes(name)));
  const workers = {
    ok: live.length > 0 && unserved.length === 0,
    count: live.length,
    ...(live.length === 0
      ? { reason: "No worker has reported in the last 15 seconds." }
      : unserved.length > 0
        ? { reason: `No worker serves: ${unserved.join(", ")}.` }
        : {}),
  };
  const models = modelHealth(live);
  const ok = database.ok && queue.ok && workers.ok && models.ok;
  return { status: ok ? "ok" : "unavailable", database, queue, workers, models };
}

async function check(probe: () => Promise<unknown>, failure: string): Promise<HealthPart> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer within 2 seconds")), CHECK_TIMEOUT_MS);
  });
  try {
    await Promise.race([probe(), late]);
    return { ok: true };
  } catch (error) {
    return { ok: false, reason: `${failure}: ${(error as Error).message.split("\n").at(-1)}` };
  } finally {
    clearTimeout(timer);
  }
}
