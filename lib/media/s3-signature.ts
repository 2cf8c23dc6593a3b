import { createHash, createHmac } from "node:crypto";

export interface S3Credentials {
  region: string;
  keyId: string;
  secret: string;
}

const sha256 = (data: string | Uint8Array) => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data).digest();

/** RFC 3986: what encodeURIComponent leaves alone and AWS does not. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The headers that authorise a request to an S3-compatible store: AWS Signature Version 4, as in "Authenticating
 * Requests: Using the Authorization Header" of the S3 API reference. `payloadHash` is the body's SHA-256 in hex.
 */
export function signS3(
  { method, url, headers = {}, payloadHash }: SignedRequest,
  { region, keyId, secret }: S3Credentials,
  now: Date,
): Record<string, string> {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const day = stamp.slice(0, 8);
  const signed: Record<string, string> = {
    ...headers,
    host: url.host,
    "x-amz-content-sha256": payloadHash,
    "x-amz-date": stamp,
  };
  const names = Object.keys(signed).sort();
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const canonical = [
    method,
    url.pathname,
    query,
    ...names.map((name) => `${name}:${signed[name]?.trim()}`),
    "",
    names.join(";"),
    payloadHash,
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, sha256(canonical)].join("\n");
  const key = ["s3", "aws4_request"].reduce(
    (derived, step) => hmac(derived, step),
    hmac(hmac(`AWS4${secret}`, day), region),
  );
  const { host: _, ...sent } = signed;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${keyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${hmac(key, toSign).toString("hex")}`,
  };
}

interface SignedRequest {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers?: Record<string, string>;
  payloadHash: string;
}
