import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** Makes an empty, migrated database (about 50 ms) and returns its connection string; the run drops it at its end. */
export async function freshDatabase(): Promise<string> {
  const server = inject("databaseServer");
  const name = `${inject("databasePrefix")}${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${inject("templateDatabase")}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

/** The tests' Redis. Throws, so that the test fails, when there is none. */
export function testRedisUrl(): string {
  const url = inject("redisUrl");
  if (!url) {
    throw new Error("This test needs Redis: install redis-server, or set REDIS_URL to a Redis it may fill.");
  }
  return url;
}
