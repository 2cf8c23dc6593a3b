import { randomBytes } from "node:crypto";
import path from "node:path";
import { readJson, writePrivateJson } from "../system/json-file.mjs";

/**
 * The secret that signs sessions: from the environment, or else one made on the first start and kept in the data
 * folder, readable by its owner alone.
 * @returns {string}
 */
export function authSecret(dataFolder, env) {
  const given = env.AUTH_SECRET || env.NEXTAUTH_SECRET;
  if (given) return given;
  const file = path.join(dataFolder, "secrets.json");
  const kept = readJson(file)?.authSecret;
  if (kept) return kept;
  const made = randomBytes(32).toString("base64url");
  writePrivateJson(file, { ...readJson(file), authSecret: made });
  return made;
}
