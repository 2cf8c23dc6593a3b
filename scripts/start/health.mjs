import { setTimeout as sleep } from "node:timers/promises";
import { Refusal } from "../system/refusal.mjs";

const PATIENCE_MS = 120_000;
const PAUSE_MS = 150;

/**
 * What a health report finds wrong, a line per part that is not well.
 * @param {Record<string, unknown>} report as `/api/health` gives it
 */
export function complaints(report) {
  return Object.entries(report)
    .filter(([, part]) => part?.ok === false)
    .map(([name, part]) => `  ${name}: ${part.reason ?? "not well"}`)
    .join("\n");
}

/** One look at the health: undefined when all is well, otherwise what is wrong. */
async function ask(port) {
  try {
    const url = `http://127.0.0.1:${port}/api/health`;
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (response.status === 200) return undefined;
    return complaints(await response.json()) || `  it answers ${response.status}`;
  } catch {
    return "  the web server does not answer";
  }
}

/** Waits until Sightline says that it is well; refuses after two minutes, with what is wrong. */
export async function waitForHealth(port, logs) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const wrong = await ask(port);
    if (!wrong) return;
    if (Date.now() > deadline) {
      throw new Refusal(`Sightline has started but is not well:\n${wrong}\nThe logs are in ${logs}.`);
    }
    await sleep(PAUSE_MS);
  }
}
