import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { committedMigrations, migrate } from "../db/migrate.mjs";
import { DISPOSABLE } from "../postgres/cluster.mjs";
import { startPostgres } from "../postgres/server.mjs";
import { dataFolder, ROOT } from "../system/project.mjs";
import { startRedis } from "./redis-server.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that test databases are made on, at its maintenance database. */
    databaseServer: string;
    /** The migrated database that test databases are cloned from. */
    templateDatabase: string;
    /** Begins the name of every database of this run. */
    databasePrefix: string;
    /** A Redis of the tests' own, or "" when redis-server is not installed. */
    redisUrl: string;
  }
}

async function onServer<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const withDatabase = (url: string, name: string) =>
  Object.assign(new URL(url), { pathname: `/${name}` }).href;

/** A fingerprint of all migrations: a template of the same name is up to date. */
function migrationsHash(): string {
  const hash = createHash("sha256");
  for (const name of committedMigrations()) {
    hash.update(name).update(readFileSync(path.join(ROOT, "prisma", "migrations", name, "migration.sql")));
  }
  return hash.digest("hex").slice(0, 12);
}

/** Makes the migrated template database unless it is there, and returns its name. */
async function prepareTemplate(server: string): Promise<string> {
  const template = `sightline_template_${migrationsHash()}`;
  const found = await onServer(server, (client) =>
    client.query("SELECT 1 FROM pg_database WHERE datname = $1", [template]),
  );
  if (found.rowCount) return template;
  const unfinished = `${template}_${process.pid}`;
  await onServer(server, (client) => client.query(`CREATE DATABASE ${unfinished}`));
  await migrate(withDatabase(server, unfinished));
  await onServer(server, (client) => client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`));
  return template;
}

async function dropDatabases(server: string, prefix: string): Promise<void> {
  await onServer(server, async (client) => {
    const { rows } = await client.query("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [
      prefix,
    ]);
    for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  });
}

/** The tests' own embedded Postgres: quick instead of durable, kept between runs for its template. */
async function startTestPostgres() {
  const folder = path.join(dataFolder(), "test");
  mkdirSync(folder, { recursive: true });
  return startPostgres(folder, DISPOSABLE);
}

/** Provides the integration tests with Postgres (DATABASE_URL or an embedded one) and Redis (REDIS_URL or its own). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = process.env.DATABASE_URL ? undefined : await startTestPostgres();
  const server = withDatabase(process.env.DATABASE_URL ?? postgres?.url ?? "", "postgres");
  const redis = process.env.REDIS_URL ? undefined : await startRedis();
  const prefix = `sightline_test_${process.pid}_`;
  project.provide("databaseServer", server);
  project.provide("templateDatabase", await prepareTemplate(server));
  project.provide("databasePrefix", prefix);
  project.provide("redisUrl", process.env.REDIS_URL ?? redis?.url ?? "");
  // BullMQ runs on Postgres in the tests that do not ask for Redis.
  delete process.env.REDIS_URL;
  return async () => {
    await dropDatabases(server, prefix);
    if (postgres?.started) postgres.stop();
    redis?.stop();
  };
}
