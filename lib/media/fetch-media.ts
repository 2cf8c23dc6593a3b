import type { IncomingMessage } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "#lib/domain/failure";
import { MEDIA_LIMITS, type MediaKind } from "#lib/domain/media";
import type { HostAllowance } from "./address-guard";
import { ForbiddenAddress, guardedRequest, type Resolve } from "./guarded-request";
import { type ReceivedFile, receive, tooHeavy } from "./receive";

export interface FetchOptions {
  /** For the whole of it, redirects and body included; default 20 s. */
  timeoutMs?: number;
  /** Default: what the operator allows. */
  allowance?: HostAllowance;
  resolve?: Resolve;
  /** Tries when the other side fails in a way that may pass. */
  attempts?: number;
}

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const PAUSE_MS = 300;

/**
 * Fetches a medium from an address that a caller gave. Each address on the way is checked and pinned (decision 057), the
 * body is counted while it arrives and typed by its bytes. Throws Failure, worded for people: `invalid_input` or
 * `too_large` for what will not get better, `timeout` or `unavailable` after the last attempt.
 */
export async function fetchMedia(
  address: string,
  kind: MediaKind,
  options: FetchOptions = {},
): Promise<ReceivedFile> {
  const { attempts = 2, timeoutMs = 20_000 } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetchOnce(address, kind, { ...options, signal });
    } catch (error) {
      const failure = explain(error, signal);
      if (!failure.retryable || attempt >= attempts || signal.aborted) throw failure;
      await delay(PAUSE_MS * attempt);
    }
  }
}

async function fetchOnce(
  address: string,
  kind: MediaKind,
  { signal, allowance, resolve }: FetchOptions & { signal: AbortSignal },
): Promise<ReceivedFile> {
  let url = new URL(address);
  for (let redirects = 0; ; redirects++) {
    const headers = { "user-agent": "Sightline", accept: `${kind}/*`, "accept-encoding": "identity" };
    const response = await guardedRequest(url, { headers, signal, allowance, resolve });
    const { location } = response.headers;
    if (REDIRECTS.has(response.statusCode ?? 0) && location !== undefined) {
      response.destroy();
      if (redirects >= MOST_REDIRECTS) throw new Failure("invalid_input", "The address redirects too often.");
      if (!URL.canParse(location, url))
        throw new Failure("invalid_input", "The address redirects to nowhere.");
      url = new URL(location, url);
      continue;
    }
    try {
      checkAnswer(response, kind);
      return await receive(kind, response);
    } finally {
      response.destroy();
    }
  }
}

function checkAnswer({ statusCode = 0, headers }: IncomingMessage, kind: MediaKind): void {
  if (statusCode >= 500 || statusCode === 429)
    throw new Failure("unavailable", `The address answered ${statusCode}.`);
  if (statusCode !== 200) throw new Failure("invalid_input", `The address answered ${statusCode}, not 200.`);
  if (Number(headers["content-length"] ?? 0) > MEDIA_LIMITS[kind].bytes) throw tooHeavy(kind);
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding !== "identity")
    throw new Failure(
      "invalid_input",
      "The address sends the file compressed although that was not asked for.",
    );
}

/** What went wrong, without the address and without what the other side said. */
function explain(error: unknown, signal: AbortSignal): Failure {
  if (error instanceof Failure) return error;
  if (error instanceof ForbiddenAddress) return new Failure("invalid_input", error.message);
  if (signal.aborted) return new Failure("timeout", "The address took too long to send the file.");
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOTFOUND")
    return new Failure("invalid_input", "The address names a host that does not exist.");
  return new Failure("unavailable", "The address could not be read.", { cause: error });
}
