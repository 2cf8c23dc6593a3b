import { env, publicUrl } from "#lib/config/env";
import type { ApiRequest } from "./api-request";

/** Scheme and host for addresses in an answer: PUBLIC_URL, or the host that the caller itself used. */
export function requestOrigin(request: ApiRequest): string {
  return originOf(request.headers);
}

/** The same, from the headers alone. */
export function originOf(headers: Pick<Headers, "get">): string {
  const host = headers.get("host");
  if (env().PUBLIC_URL || !host || !/^[\w.:[\]-]+$/.test(host)) return publicUrl();
  const forwarded = headers.get("x-forwarded-proto");
  return `${forwarded === "https" ? "https" : "http"}://${host}`;
}
