import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { PRISMA_CLI, ROOT } from "../system/project.mjs";
import { runNode } from "../system/run.mjs";

const MIGRATIONS = path.join(ROOT, "prisma", "migrations");

/** The names of the committed migrations, oldest first. */
export function committedMigrations() {
  return readdirSync(MIGRATIONS)
    .filter((name) => existsSync(path.join(MIGRATIONS, name, "migration.sql")))
    .sort();
}

/** The names of the migrations that `url` has finished. */
async function finishedMigrations(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    return new Set(rows.map((row) => row.migration_name));
  } catch (error) {
    if (error.code === "42P01") return new Set();
    throw error;
  } finally {
    await client.end();
  }
}

/**
 * Brings the database at `url` up to the committed migrations; Prisma's command line (two seconds) runs only when
 * some are missing.
 * @returns {Promise<number>} how many were applied
 */
export async function migrate(url) {
  const finished = await finishedMigrations(url);
  const pending = committedMigrations().filter((name) => !finished.has(name));
  if (pending.length > 0) await runNode(PRISMA_CLI, ["migrate", "deploy"], { env: { DATABASE_URL: url } });
  return pending.length;
}
