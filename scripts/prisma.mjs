/** Prisma's command line against DATABASE_URL, or else against the embedded Postgres of the data folder. */
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { startPostgres } from "./postgres/server.mjs";
import { dataFolder, PRISMA_CLI, ROOT } from "./system/project.mjs";

async function embeddedPostgres() {
  mkdirSync(dataFolder(), { recursive: true });
  return startPostgres(dataFolder());
}

const server = process.env.DATABASE_URL ? undefined : await embeddedPostgres();
const child = spawn(process.execPath, [PRISMA_CLI, ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, ...(server && { DATABASE_URL: server.url }) },
  stdio: "inherit",
});
child.once("exit", (code) => {
  if (server?.started) server.stop();
  process.exitCode = code ?? 1;
});
