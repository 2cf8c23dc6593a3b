import { createHash } from "node:crypto";
import { Failure } from "#lib/domain/failure";
import type { ApiRequest } from "./api-request";

/** The strong entity tag of a representation: 132 bits of SHA-256 over its JSON. */
export function etagOf(json: string): string {
  return `"${createHash("sha256").update(json).digest("base64url").slice(0, 22)}"`;
}

const tagsOf = (header: string) => header.split(",").map((tag) => tag.trim());

/** Puts the ETag on a JSON answer, or answers 304 to whoever has it already (RFC 9110, 13.1.2). */
export async function withEtag(request: ApiRequest, response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const json = await response.text();
  const etag = etagOf(json);
  const headers = new Headers(response.headers);
  headers.set("etag", etag);
  headers.set("cache-control", "private, no-cache");
  const known = request.headers.get("if-none-match");
  // Weak comparison: a proxy may have marked the tag as weak when it compressed the answer.
  const same = known !== null && tagsOf(known).some((tag) => tag === "*" || tag.replace(/^W\//, "") === etag);
  if (!same) return new Response(json, { status: 200, headers });
  headers.delete("content-type");
  return new Response(null, { status: 304, headers });
}

/** Throws `precondition_required` unless the request says which version it is about. */
export function requireIfMatch(request: ApiRequest): void {
  if (!request.headers.has("if-match"))
    throw new Failure(
      "precondition_required",
      "Somebody else may have changed it: read it first, and send its ETag in If-Match.",
    );
}

/** Throws `precondition_failed` when the request is about another version than `current`. */
export function checkIfMatch(request: ApiRequest, current: unknown): void {
  const wanted = request.headers.get("if-match");
  if (wanted === null) return;
  const etag = etagOf(JSON.stringify(current));
  if (!tagsOf(wanted).some((tag) => tag === "*" || tag === etag))
    throw new Failure("precondition_failed", "It has changed since you read it: read it again, then decide.");
}
