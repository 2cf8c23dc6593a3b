import { readFileSync } from "node:fs";
import path from "node:path";
import { dataFolder } from "./project.mjs";

/**
 * The demo's key and people, as `npm start` wrote them. Throws where there are none, and says what to do.
 * @returns {{ apiKey: string, users: { email: string, role: string, password: string }[] }}
 */
export function demoCredentials() {
  const file = path.join(dataFolder(), "credentials.json");
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new Error(
      `${file} cannot be read: it is there once \`npm start\` has run; SIGHTLINE_DATA_DIR names another data folder.`,
      { cause },
    );
  }
}
