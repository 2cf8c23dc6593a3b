import type { Scope } from "#lib/domain/access";
import { Failure } from "#lib/domain/failure";
import { log } from "#lib/observe/log";
import { type ApiKey, findApiKeyByHash, touchApiKey } from "#lib/store/api-keys";
import { hashSecret } from "#lib/store/secrets";
import type { ApiRequest } from "./api-request";
import type { KeyPrincipal } from "./principal";

/** A revoked key stops working everywhere within this time. */
const CACHE_MS = 5_000;
const MOST_CACHED = 10_000;

const cache = new Map<string, { key: ApiKey; readAt: number }>();

/** Keys are found by the hash of the whole secret, so no comparison can leak a part of one. */
async function lookUp(secret: string): Promise<ApiKey | null> {
  const hash = hashSecret(secret);
  const now = Date.now();
  const cached = cache.get(hash);
  if (cached && now - cached.readAt < CACHE_MS) return cached.key;
  const key = await findApiKeyByHash(hash);
  cache.delete(hash);
  if (!key) return null;
  if (cache.size >= MOST_CACHED) cache.clear();
  cache.set(hash, { key, readAt: now });
  if (!key.revokedAt)
    touchApiKey(key.id, new Date(now)).catch((error) =>
      log("http").warn({ err: error, keyId: key.id }, "the last use of a key could not be noted"),
    );
  return key;
}

function bearer(request: ApiRequest): string {
  const header = request.headers.get("authorization");
  if (!header) throw new Failure("unauthenticated", "Send your API key as `Authorization: Bearer sl_...`.");
  const [scheme, secret] = header.trim().split(/\s+/);
  if (scheme?.toLowerCase() !== "bearer" || !secret)
    throw new Failure(
      "unauthenticated",
      "The Authorization header must read `Bearer`, a space, and the key.",
    );
  return secret;
}

export interface AuthenticatedKey {
  principal: KeyPrincipal;
  rate: { perSecond: number; burst: number };
}

/**
 * Who calls, by the key in the Authorization header; refuses unknown and revoked keys and missing scopes.
 * @param given the key where a request may carry it elsewhere
 */
export async function authenticateKey(
  request: ApiRequest,
  scope: Scope,
  given?: string | null,
): Promise<AuthenticatedKey> {
  const key = await lookUp(given || bearer(request));
  if (!key)
    throw new Failure("unauthenticated", "This API key is not known. Check that it was copied whole.");
  if (key.revokedAt)
    throw new Failure(
      "unauthenticated",
      `The API key ${key.prefix}... was revoked on ${key.revokedAt.toISOString().slice(0, 10)}. Ask an admin for a new one.`,
    );
  if (!key.scopes.includes(scope))
    throw new Failure("forbidden", `The API key ${key.prefix}... lacks the scope "${scope}".`);
  return {
    principal: {
      kind: "key",
      orgId: key.orgId,
      keyId: key.id,
      name: key.name,
      scopes: key.scopes as Scope[],
      actor: `key:${key.id}`,
    },
    rate: { perSecond: key.ratePerSecond, burst: key.burst },
  };
}
