import { hostname } from "node:os";
import { env } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import { findScoreAddresses } from "#lib/store/heartbeats";

/** Workers come and go: their addresses are read anew after this time, or when one does not answer. */
const READ_MS = 2000;
/** A worker beats every 3 s; after five missed beats it is taken for dead. */
const ALIVE_MS = 15_000;

let known: { at: number; urls: Promise<string[]> } | undefined;
let turn = 0;

/** Addresses that this machine can reach: a worker on another one that listens to itself alone is none of them. */
async function readAddresses(): Promise<string[]> {
  const workers = await findScoreAddresses(new Date(Date.now() - ALIVE_MS));
  const here = hostname();
  return workers.filter(({ url, host }) => host === here || !isLoopback(url)).map(({ url }) => url);
}

const isLoopback = (url: string) => /^(127\.|localhost$|\[::1\]$)/.test(new URL(url).hostname);

/**
 * Where to ask for scores: SCORE_URL, or the live workers in turn. Throws `unavailable` when there is none.
 * @param failed an address that just did not answer, to be avoided where there is another
 */
export async function scoreAddress(failed?: string): Promise<string> {
  const { SCORE_URL } = env();
  if (SCORE_URL) return SCORE_URL.replace(/\/$/, "");
  if (!known || failed || performance.now() - known.at > READ_MS) {
    known = { at: performance.now(), urls: readAddresses() };
    known.urls.catch(() => {
      known = undefined;
    });
  }
  const all = await known.urls;
  if (all.length === 0) known = undefined;
  const others = all.filter((url) => url !== failed);
  const urls = others.length > 0 ? others : all;
  turn = (turn + 1) % Math.max(1, urls.length);
  const url = urls[turn];
  if (!url)
    throw new Failure("unavailable", "No worker that scores texts is running at the moment.", {
      retryAfterSeconds: 5,
    });
  return url;
}
