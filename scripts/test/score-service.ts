import { scoreSecret } from "#lib/config/env";
import type { CascadePort } from "#lib/domain/cascade";
import type { ListRule } from "#lib/domain/verdict";
import type { ModerationPorts } from "#lib/services/moderate-item";
import { ScoreQueue } from "#lib/services/score-queue";
import { createScorer } from "#lib/services/score-texts";
import { createTracer } from "#lib/services/trace-text";
import { startHeartbeat } from "#lib/services/worker-heartbeat";
import { type ScoreServer, startScoreServer } from "#workers/score-server";

export interface ScoreService {
  server: ScoreServer;
  queue: ScoreQueue;
  /** Stops it and takes it off the list of workers. */
  stop(): Promise<void>;
}

const noRules = async (): Promise<{ version: number; rules: ListRule[] }> => ({ version: 0, rules: [] });

/** A scoring service, announced as a worker announces its own. */
export async function startScoreService(
  cascade: CascadePort,
  {
    size = { concurrency: 4, waiting: 4 },
    rules = noRules,
    media,
  }: Partial<Pick<ModerationPorts, "rules" | "media">> & {
    size?: ConstructorParameters<typeof ScoreQueue>[0];
  } = {},
): Promise<ScoreService> {
  const queue = new ScoreQueue(size);
  const scorer = createScorer({ cascade, rules, media }, queue);
  const tracer = createTracer({ cascade, rules, media }, queue);
  const server = await startScoreServer({
    host: "127.0.0.1",
    port: 0,
    secret: scoreSecret(),
    scorer,
    tracer,
  });
  const endHeartbeat = await startHeartbeat({ queues: [], models: () => ({}), scoreUrl: server.url });
  const stop = async () => {
    await server.close(1000);
    await endHeartbeat();
  };
  return { server, queue, stop };
}
