import { Failure } from "#lib/domain/failure";
import { type BucketSize, takeTokens } from "#lib/store/rate-buckets";

/**
 * Takes one token from a bucket or throws `rate_limited`. Answers the RateLimit headers of
 * draft-ietf-httpapi-ratelimit-headers: what is left, and seconds until the bucket is full.
 */
export async function limitRate(bucket: string, size: BucketSize): Promise<Record<string, string>> {
  const { granted, left } = await takeTokens(bucket, size);
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
