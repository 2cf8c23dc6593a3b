import { existsSync } from "node:fs";
import path from "node:path";
import { readJson, writePrivateJson } from "../system/json-file.mjs";
import { packageFile, ROOT } from "../system/project.mjs";
import { runNode } from "../system/run.mjs";

const SEED = path.join(ROOT, "prisma", "seed.ts");

/**
 * Fills a new data folder, once, with `prisma/seed.ts`: the demo organisation, or with `--no-demo` an invite for the
 * first admin. The seed leaves alone a database that has an organisation already, and what it prints is shown.
 * @returns {Promise<string[] | undefined>} the lines it printed, or undefined when there was nothing to do
 */
export async function seedOnce({ dataFolder, demo }, env) {
  const mark = path.join(dataFolder, "seeded.json");
  if (existsSync(mark) || !existsSync(SEED)) return undefined;
  const args = [packageFile("tsx", "dist", "cli.mjs"), SEED, ...(demo ? [] : ["--no-demo"])];
  const output = await runNode(args[0], args.slice(1), { env });
  writePrivateJson(mark, { demo, at: new Date().toISOString() });
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
