import { Failure } from "#lib/domain/failure";
import { type BucketSize, type Taken, takeTokens } from "#lib/store/rate-buckets";

/** A process takes tokens of generous buckets several at a time: this many seconds' worth, */
const AHEAD_SECONDS = 0.1;
/** and at most this share of the bucket. */
const AHEAD_SHARE = 0.05;
const MOST_HELD = 10_000;

/** Tokens that this process has taken of a bucket and not used yet. */
interface Held {
  tokens: number;
  /** What was left in the bucket itself. */
  left: number;
  /** More are being fetched. */
  fetching: Promise<Taken> | undefined;
}

const held = new Map<string, Held>();

/**
 * Takes one token from a bucket or throws `rate_limited`. Answers the RateLimit headers of
 * draft-ietf-httpapi-ratelimit-headers: what is left, and seconds until the bucket is full.
 *
 * Buckets of ten requests a second or more are asked for several tokens at once, so that most requests cost no query;
 * what a process holds is a twentieth of the bucket at most.
 */
export async function limitRate(bucket: string, size: BucketSize): Promise<Record<string, string>> {
  const { granted, left } = await take(bucket, size);
  const window = Math.ceil(size.burst / size.perSecond);
  if (!granted) {
    const seconds = Math.max(1, Math.ceil((1 - left) / size.perSecond));
    throw new Failure("rate_limited", `Too many requests: try again in ${seconds} s.`, {
      retryAfterSeconds: seconds,
    });
  }
  const full = Math.ceil((size.burst - left) / size.perSecond);
  return {
    "ratelimit-policy": `"default";q=${size.burst};w=${window}`,
    ratelimit: `"default";r=${Math.floor(left)};t=${full}`,
  };
}

async function take(bucket: string, size: BucketSize): Promise<Taken> {
  const many = Math.floor(Math.min(size.perSecond * AHEAD_SECONDS, size.burst * AHEAD_SHARE));
  if (many <= 1) return takeTokens(bucket, size);
  const own = heldOf(bucket);
  while (own.tokens < 1) {
    // Requests that come meanwhile wait for the same answer.
    const fetching = own.fetching ?? fetchTokens(own, bucket, size, many);
    const taken = await fetching;
    if (!taken.granted) return takeTokens(bucket, size);
  }
  own.tokens -= 1;
  return { granted: true, left: own.left + own.tokens };
}

function fetchTokens(own: Held, bucket: string, size: BucketSize, many: number): Promise<Taken> {
  own.fetching = takeTokens(bucket, size, many)
    .then((taken) => {
      if (taken.granted) own.tokens += many;
      own.left = taken.left;
      return taken;
    })
    .finally(() => {
      own.fetching = undefined;
    });
  return own.fetching;
}

function heldOf(bucket: string): Held {
  const known = held.get(bucket);
  if (known) return known;
  if (held.size >= MOST_HELD) held.clear();
  const fresh: Held = { tokens: 0, left: 0, fetching: undefined };
  held.set(bucket, fresh);
  return fresh;
}
