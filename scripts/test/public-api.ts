import { SCOPES } from "#lib/domain/access";
import type { CascadePort } from "#lib/domain/cascade";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { type Consumer, consume } from "#lib/jobs/consume";
import { JOB_NAMES } from "#lib/jobs/registry";
import { closeConnections } from "#lib/services/close-connections";
import { openRulesCache } from "#lib/services/rules-cache";
import { startHeartbeat } from "#lib/services/worker-heartbeat";
import { createHandlers } from "#workers/handlers";
import { appHandlers } from "./app-files";
import { fakeCascade } from "./fake-cascade";
import { type Caller, send } from "./http";
import { makeOrganization } from "./organization";
import { makeKey } from "./people";
import { serveRoutes } from "./route-server";
import { startScoreService } from "./score-service";

export interface PublicApi {
  url: string;
  /** A new organisation with a key that may do everything. */
  newCaller(name?: string): Promise<Caller>;
  close(): Promise<void>;
}

/** Every category has a score, low unless the text names another. */
function plainCascade(): CascadePort {
  const fake = fakeCascade();
  const low = Object.fromEntries(CATEGORIES.map((category) => [category, 0.01]));
  return {
    plan: fake.plan,
    run: async (spec, content, context) => {
      const { result, features } = await fake.run(spec, content, context);
      return { result: { ...result, scores: { ...low, ...result.scores } }, features };
    },
  };
}

/**
 * The whole system in this process, over real HTTP: every route of the app, a worker with the handlers and queues of
 * the product, and the scoring service. Texts name the scores that they get: `toxicity=0.7`.
 */
export async function startPublicApi(cascade: CascadePort = plainCascade()): Promise<PublicApi> {
  // next-auth's own handler reads the request through Next itself.
  const handlers = (await appHandlers()).filter(({ path }) => !/^\/api\/auth\/|\[\.\.\./.test(path));
  const server = await serveRoutes(
    Object.fromEntries(handlers.map(({ method, path, handler }) => [`${method} ${path}`, handler])),
  );
  const rules = await openRulesCache();
  const consumer: Consumer = await consume(createHandlers({ cascade, rules: rules.rules }), JOB_NAMES);
  const scores = await startScoreService(cascade, { size: { concurrency: 64, waiting: 64 } });
  const models = () => ({ "fake@1.0.0": { state: "ready" as const } });
  const endHeartbeat = await startHeartbeat({ queues: JOB_NAMES, models, scoreUrl: null });
  return {
    url: server.url,
    newCaller: async (name) => {
      const orgId = await makeOrganization(name);
      const { secret } = await makeKey(orgId, [...SCOPES], { ratePerSecond: 1e6, burst: 1_000_000 });
      return { orgId, secret, send: (path, sent) => send(server.url + path, secret, sent) };
    },
    close: async () => {
      await server.close();
      await endHeartbeat();
      await scores.stop();
      await consumer.close(5000);
      rules.close();
      await closeConnections();
    },
  };
}
