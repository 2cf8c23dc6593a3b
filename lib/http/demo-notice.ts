import path from "node:path";
import { env } from "#lib/config/env";

/** On a demo installation, where the demo's accounts and their passwords lie; null on any other. */
export function demoNotice(): { credentialsFile: string } | null {
  const { SIGHTLINE_DEMO, SIGHTLINE_DATA_DIR } = env();
  return SIGHTLINE_DEMO ? { credentialsFile: path.join(SIGHTLINE_DATA_DIR, "credentials.json") } : null;
}
