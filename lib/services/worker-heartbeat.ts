import { hostname } from "node:os";
import { log } from "#lib/observe/log";
import { beat, endBeat, type ModelStatus } from "#lib/store/heartbeats";
import { newId } from "#lib/store/ids";

const BEAT_MS = 3000;

export type ModelReport = Record<string, ModelStatus>;

export interface HeartbeatSource {
  queues: string[];
  models(): ModelReport;
  /** Where this worker serves scores, if it does. */
  scoreUrl: string | null;
}

/** Reports this worker every 3 s until the returned function is called. */
export async function startHeartbeat(source: HeartbeatSource): Promise<() => Promise<void>> {
  const id = newId("wrk");
  const startedAt = new Date();
  const { queues, scoreUrl } = source;
  const report = () => beat({ id, startedAt, queues, scoreUrl, host: hostname(), models: source.models() });
  await report();
  const timer = setInterval(() => {
    report().catch((error: Error) => log("heartbeat").warn({ err: error }, "not reported"));
  }, BEAT_MS);
  return async () => {
    clearInterval(timer);
    await endBeat(id).catch(() => {});
  };
}
