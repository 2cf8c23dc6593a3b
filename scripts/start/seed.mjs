import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { readJson, writePrivateJson } from "../system/json-file.mjs";
import { packageFile, ROOT } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";
import { runNode } from "../system/run.mjs";

async function hasOrganization(databaseUrl) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query('SELECT 1 FROM "Organization" LIMIT 1')).rowCount > 0;
  } finally {
    await client.end();
  }
}

/** A first start that was interrupted leaves a database that nobody can sign in to: it begins again. */
async function clearHalfSeeded(begun, restart) {
  if (!existsSync(begun)) return;
  if (!restart) {
    throw new Refusal(
      "An earlier first start was interrupted while it filled the database in DATABASE_URL. " +
        `Empty that database, remove ${begun}, and start again.`,
    );
  }
  await restart();
  rmSync(begun);
}

/**
 * Fills a database without an organisation, by `prisma/seed.ts`: with the demo organisation, or with `--no-demo` with
 * an invite for the first admin.
 * @param {{ dataFolder: string, demo: boolean }} settings
 * @param {Record<string, string | undefined>} env with DATABASE_URL
 * @param {(() => Promise<void>) | undefined} restart empties the database, where it is ours to empty
 * @returns {Promise<string[] | undefined>} the lines the seed printed, or undefined when there was nothing to do
 */
export async function seedOnce({ dataFolder, demo }, env, restart) {
  const begun = path.join(dataFolder, "seeding.json");
  await clearHalfSeeded(begun, restart);
  if (await hasOrganization(env.DATABASE_URL)) return undefined;
  writePrivateJson(begun, { at: new Date().toISOString() });
  const args = [path.join(ROOT, "prisma", "seed.ts"), ...(demo ? [] : ["--no-demo"])];
  const output = await runNode(packageFile("tsx", "dist", "cli.mjs"), args, { env });
  writePrivateJson(path.join(dataFolder, "seeded.json"), { demo, at: new Date().toISOString() });
  rmSync(begun);
  return output.split("\n").filter((line) => line.trim());
}

/** Whether the data folder was filled with the demo organisation. */
export const hasDemo = (dataFolder) => readJson(path.join(dataFolder, "seeded.json"))?.demo === true;

/**
 * How to sign in, in words.
 * @param {string} dataFolder
 * @param {{ firstTime: boolean, demoPassword?: string }} options firstTime: say the password too, this once
 */
export function signInHint(dataFolder, { firstTime, demoPassword }) {
  const file = path.join(dataFolder, "credentials.json");
  const user =
    readJson(file)?.users?.find((entry) => entry.role.toLowerCase() === "lead") ?? readJson(file)?.users?.[0];
  if (!user) return undefined;
  if (demoPassword) return `Sign in as ${user.email} with your DEMO_PASSWORD; everybody else is in ${file}.`;
  if (!firstTime) return `Sign in as ${user.email}; its password is in ${file}.`;
  return `Sign in as ${user.email} with the password ${user.password}\n(shown once; everybody else is in ${file}).`;
}
