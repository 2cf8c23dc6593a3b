import path from "node:path";
import { parseArgs } from "node:util";
import { dataFolder } from "../system/project.mjs";
import { Refusal } from "../system/refusal.mjs";

/**
 * What the person asked for, on the command line and in the environment.
 * @typedef {{
 *   dev: boolean, demo: boolean, help: boolean, port: number, dataFolder: string,
 *   databaseUrl: string | undefined, redisUrl: string | undefined,
 * }} Settings
 */

export const USAGE = `npm start                 everything, from a fresh clone to a running Sightline
npm start -- --no-demo    without the demo organisation: an invite link for the first admin instead
npm run dev               the same, reloading what changes

PORT, DATABASE_URL, REDIS_URL, SIGHTLINE_DATA_DIR, AUTH_SECRET and DEMO_PASSWORD are read from the environment.`;

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {Settings}
 */
export function readSettings(args, env) {
  const options = { dev: { type: "boolean" }, "no-demo": { type: "boolean" }, help: { type: "boolean" } };
  let values;
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw new Refusal(`${error.message.split(". ")[0]}.\n\n${USAGE}`);
  }
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Refusal(`PORT is "${env.PORT}", and a port is a number from 1 to 65535.`);
  }
  return {
    dev: values.dev ?? false,
    demo: !values["no-demo"],
    help: values.help ?? false,
    port,
    dataFolder: path.resolve(dataFolder()),
    databaseUrl: env.DATABASE_URL || undefined,
    redisUrl: env.REDIS_URL || undefined,
  };
}
