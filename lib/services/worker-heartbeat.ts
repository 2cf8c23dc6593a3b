import { log } from "#lib/observe/log";
import { beat, endBeat, type ModelStatus } from "#lib/store/heartbeats";
import { newId } from "#lib/store/ids";

const BEAT_MS = 3000;

export type ModelReport = Record<string, ModelStatus>;

export interface HeartbeatSource {
  queues: string[];
  models(): ModelReport;
}

/** Reports this worker every 3 s until the returned function is called. */
export async function startHeartbeat(source: HeartbeatSource): Promise<() => Promise<void>> {
  const id = newId("wrk");
  const startedAt = new Date();
  const report = () => beat({ id, startedAt, queues: source.queues, models: source.models() });
  await report();
  const timer = setInterval(() => {
    report().catch((error: Error) => log("heartbeat").warn({ err: error }, "not reported"));
  }, BEAT_MS);
  return async () => {
    clearInterval(timer);
    await endBeat(id).catch(() => {});
  };
}
