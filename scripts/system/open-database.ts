import { existsSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { Failure } from "#lib/domain/failure";
import { dataFolder } from "./project.mjs";

/**
 * Points DATABASE_URL at the embedded database where it names none, starting it if need be. Returns what undoes that.
 * @throws Failure `unavailable` where the database cannot be reached, or nothing has set it up yet
 */
export async function openDatabase(): Promise<() => void> {
  const close = process.env.DATABASE_URL ? () => {} : await openEmbedded();
  try {
    await demandTables(process.env.DATABASE_URL as string);
  } catch (error) {
    close();
    throw error;
  }
  return close;
}

const notSetUp = () =>
  new Failure("unavailable", "the database is empty. Start Sightline once: npm start sets it up");

async function openEmbedded(): Promise<() => void> {
  if (!existsSync(path.join(dataFolder(), "postgres.json"))) throw notSetUp();
  const { startPostgres } = await import("../postgres/server.mjs");
  const server = await startPostgres(dataFolder());
  process.env.DATABASE_URL = server.url;
  return () => {
    if (server.started) server.stop();
  };
}

async function demandTables(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    const { rowCount } = await client.query(
      "SELECT 1 FROM information_schema.tables WHERE table_name = 'Organization'",
    );
    if (!rowCount) throw notSetUp();
  } catch (error) {
    if (error instanceof Failure) throw error;
    const reason = (error as Error).message || (error as NodeJS.ErrnoException).code;
    throw new Failure("unavailable", `the database of DATABASE_URL cannot be reached: ${reason}`);
  } finally {
    await client.end().catch(() => {});
  }
}
