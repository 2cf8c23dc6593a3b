import { db } from "./client";

/** What one model of a worker is doing. */
export interface ModelStatus {
  state: "ready" | "disabled";
  /** Execution provider that serves it. */
  provider?: string;
  /** Why it is disabled, or why a faster provider is not used. */
  reason?: string;
}

export interface Heartbeat {
  id: string;
  startedAt: Date;
  seenAt: Date;
  queues: string[];
  models: Record<string, ModelStatus>;
}

/** Says that a worker process lives. */
export async function beat(heartbeat: Omit<Heartbeat, "seenAt">): Promise<void> {
  const { id, startedAt, queues } = heartbeat;
  const models = { ...heartbeat.models } as Record<string, object>;
  const seenAt = new Date();
  await db().workerHeartbeat.upsert({
    where: { id },
    create: { id, startedAt, seenAt, queues, models },
    update: { seenAt, queues, models },
  });
}

/** Takes a worker that stops off the list, and those that vanished a day ago. */
export async function endBeat(id: string): Promise<void> {
  const dayAgo = new Date(Date.now() - 86_400_000);
  await db().workerHeartbeat.deleteMany({ where: { OR: [{ id }, { seenAt: { lt: dayAgo } }] } });
}

/** Workers seen since `since`. */
export async function findLiveWorkers(since: Date): Promise<Heartbeat[]> {
  const rows = await db().workerHeartbeat.findMany({ where: { seenAt: { gte: since } } });
  return rows.map((row) => ({ ...row, models: row.models as unknown as Heartbeat["models"] }));
}

/** Answers when the database does. */
export async function pingDatabase(): Promise<void> {
  await db().$queryRaw`SELECT 1`;
}
