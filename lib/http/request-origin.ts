import { env, publicUrl } from "#lib/config/env";

/** Scheme and host for addresses in an answer: PUBLIC_URL, or the host that the caller itself used. */
export function requestOrigin(request: Request): string {
  const host = request.headers.get("host");
  if (env().PUBLIC_URL || !host || !/^[\w.:[\]-]+$/.test(host)) return publicUrl();
  const forwarded = request.headers.get("x-forwarded-proto");
  return `${forwarded === "https" ? "https" : "http"}://${host}`;
}
