import { mkdirSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { migrate } from "../scripts/db/migrate.mjs";
import { startPostgres } from "../scripts/postgres/server.mjs";
import { dataFolder } from "../scripts/system/project.mjs";
import { joinUsers } from "../scripts/system/shared-use.mjs";
import { startRedis } from "../scripts/test/redis-server.mjs";

export interface BenchStores {
  databaseUrl: string;
  redisUrl?: string;
  stop(): Promise<void>;
}

/**
 * A new, migrated database on an embedded Postgres with its durable settings (or on DATABASE_URL's server), dropped
 * at the end; with `redis`, a redis-server of the bench's own too. Sets the environment for what is imported later.
 * Benches that run at the same time share the embedded Postgres, and the last of them stops it.
 */
export async function openBenchStores(name: string, options: { redis?: boolean } = {}): Promise<BenchStores> {
  const folder = path.join(dataFolder(), "bench");
  mkdirSync(folder, { recursive: true });
  const own = !process.env.DATABASE_URL;
  const giveBack = own ? joinUsers(path.join(folder, "users")) : () => false;
  const postgres = own ? await startPostgres(folder) : undefined;
  const server = new URL(process.env.DATABASE_URL ?? postgres?.url ?? "");
  const database = `sightline_bench_${name}_${process.pid}`;
  const admin = async (sql: string) => {
    const client = new pg.Client({
      connectionString: Object.assign(new URL(server), { pathname: "/postgres" }).href,
    });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await admin(`CREATE DATABASE ${database}`);
  const databaseUrl = Object.assign(new URL(server), { pathname: `/${database}` }).href;
  await migrate(databaseUrl);
  const redis = options.redis ? await startRedis() : undefined;
  if (options.redis && !redis) throw new Error("redis-server is not installed: apt-get install redis-server");
  process.env.DATABASE_URL = databaseUrl;
  process.env.AUTH_SECRET ??= "only for the bench, never for people";
  process.env.LOG_LEVEL ??= "silent";
  if (redis) process.env.REDIS_URL = redis.url;
  else delete process.env.REDIS_URL;
  return {
    databaseUrl,
    redisUrl: redis?.url,
    stop: async () => {
      redis?.stop();
      await admin(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      if (giveBack()) postgres?.stop();
    },
  };
}
