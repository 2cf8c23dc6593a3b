import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort, isListening } from "../system/ports.mjs";

const START_MS = 5000;

/**
 * Starts a redis-server of the tests' own, in memory only.
 * @returns {Promise<{ url: string, stop: () => void } | undefined>} undefined when redis-server is not installed
 */
export async function startRedis() {
  const port = await findFreePort();
  const args = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const child = spawn("redis-server", [...args, "--maxmemory-policy", "noeviction"].map(String), {
    stdio: "ignore",
  });
  const missing = new Promise((resolve) => child.once("error", () => resolve(true)));
  const deadline = Date.now() + START_MS;
  while (!(await isListening(port))) {
    if (await Promise.race([missing, sleep(50, false)])) return undefined;
    if (Date.now() > deadline) throw new Error("redis-server does not answer");
  }
  return { url: `redis://127.0.0.1:${port}`, stop: () => child.kill() };
}
