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
  /** Machine it runs on. */
  host: string | null;
  /** Address under which it serves scores. */
  scoreUrl: string | null;
}

/** Says that a worker process lives. */
export async function beat(heartbeat: Omit<Heartbeat, "seenAt">): Promise<void> {
  const { id, startedAt, queues, host, scoreUrl } = heartbeat;
  const models = { ...heartbeat.models } as Record<string, object>;
  const seenAt = new Date();
  await db().workerHeartbeat.upsert({
    where: { id },
    create: { id, startedAt, seenAt, queues, models, host, scoreUrl },
    update: { seenAt, queues, models, host, scoreUrl },
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

/** Where the workers seen since `since` serve scores, with the machine each runs on. */
export async function findScoreAddresses(since: Date): Promise<{ url: string; host: string | null }[]> {
  const rows = await db().workerHeartbeat.findMany({
    where: { seenAt: { gte: since }, scoreUrl: { not: null } },
    select: { scoreUrl: true, host: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ scoreUrl, host }) => ({ url: scoreUrl as string, host }));
}

/** Answers when the database does. */
export async function pingDatabase(): Promise<void> {
  await db().$queryRaw`SELECT 1`;
}
