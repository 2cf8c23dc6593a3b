import { createHash, createHmac } from "node:crypto";
import { authSecret, publicUrl } from "#lib/config/env";

/**
 * The token of a decision's appeal link: 192 unguessable bits derived from the server's secret. It can be made
 * again for whoever may read the item, so that the database needs to hold its hash alone.
 */
export function appealToken(decisionId: string): string {
  return createHmac("sha256", authSecret())
    .update(`appeal:${decisionId}`)
    .digest()
    .subarray(0, 24)
    .toString("base64url");
}

/** What the database keeps of a token. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The page on which the author can appeal. */
export function appealUrl(decisionId: string): string {
  return `${publicUrl()}/appeal/${appealToken(decisionId)}`;
}
