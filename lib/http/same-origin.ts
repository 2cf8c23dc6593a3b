import { publicUrl } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import type { ApiRequest } from "./api-request";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/**
 * Refuses a changing request that a page of another site made with our visitor's cookies. Browsers say where it came
 * from in Sec-Fetch-Site (on https and localhost) and in Origin; a request with neither is no browser's.
 */
export function requireSameOrigin(request: ApiRequest): void {
  if (SAFE.has(request.method)) return;
  const site = request.headers.get("sec-fetch-site");
  if (site === "same-origin") return;
  const origin = hostOf(request.headers.get("origin") ?? "");
  const own = [request.headers.get("x-forwarded-host"), request.headers.get("host"), hostOf(publicUrl())];
  if (site === null && origin !== null && own.includes(origin)) return;
  throw new Failure("forbidden", "The request did not come from this site's own pages.");
}
