import { Redis } from "ioredis";
import pg from "pg";
import { expect, test } from "vitest";
import { committedMigrations } from "../db/migrate.mjs";
import { freshDatabase, testRedisUrl } from "./database";

async function query(url: string | undefined, text: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test("a test file has a migrated database of its own", async () => {
  const rows = await query(
    process.env.DATABASE_URL,
    "SELECT migration_name FROM _prisma_migrations ORDER BY 1",
  );
  expect(rows.map((row) => row.migration_name)).toEqual(committedMigrations());
});

test("a fresh database shares nothing with another", async () => {
  const [one, other] = [await freshDatabase(), await freshDatabase()];
  await query(one, "CREATE TABLE only_here (id int)");
  expect(await query(one, "SELECT to_regclass('only_here') AS found")).toEqual([{ found: "only_here" }]);
  expect(await query(other, "SELECT to_regclass('only_here') AS found")).toEqual([{ found: null }]);
});

test("the tests' Redis answers and evicts nothing", async () => {
  const redis = new Redis(testRedisUrl());
  expect(await redis.config("GET", "maxmemory-policy")).toEqual(["maxmemory-policy", "noeviction"]);
  await redis.quit();
});
