import type { Scope } from "#lib/domain/access";
import { type Db, db } from "./client";
import type { ApiKey } from "./generated/client";
import { newId } from "./ids";
import { hashSecret, newSecret } from "./secrets";

export type { ApiKey };

/** Characters of a key that stay visible, so that people can tell keys apart. */
const PREFIX_LENGTH = 9;

export interface NewApiKey {
  orgId: string;
  name: string;
  scopes: Scope[];
  ratePerSecond: number;
  burst: number;
  createdBy: string | null;
}

/** Stores a new key and answers it with its secret, which exists nowhere else. */
export async function insertApiKey(tx: Db, key: NewApiKey): Promise<{ key: ApiKey; secret: string }> {
  const secret = newSecret("sl_");
  const row = await tx.apiKey.create({
    data: { ...key, id: newId("key"), prefix: secret.slice(0, PREFIX_LENGTH), hash: hashSecret(secret) },
  });
  return { key: row, secret };
}

/** The key with this hash, revoked or not; null when there is none. */
export function findApiKeyByHash(hash: string): Promise<ApiKey | null> {
  return db().apiKey.findUnique({ where: { hash } });
}

/** Keys in use first, then revoked ones, newest first. */
export function listApiKeys(orgId: string): Promise<ApiKey[]> {
  return db().apiKey.findMany({
    where: { orgId },
    orderBy: [{ revokedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
  });
}

/** Revokes a key of this organisation; false when it is not there or was revoked already. */
export async function revokeApiKey(tx: Db, orgId: string, id: string, at: Date): Promise<boolean> {
  const { count } = await tx.apiKey.updateMany({
    where: { id, orgId, revokedAt: null },
    data: { revokedAt: at },
  });
  return count === 1;
}

/** Notes that a key is in use, at most once a minute. */
export async function touchApiKey(id: string, at: Date): Promise<void> {
  const minuteAgo = new Date(at.getTime() - 60_000);
  await db().apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: minuteAgo } }] },
    data: { lastUsedAt: at },
  });
}

/** Names of keys by id. */
export async function findKeyNames(orgId: string, ids: string[]): Promise<Map<string, string>> {
  const rows = await db().apiKey.findMany({
    where: { orgId, id: { in: ids } },
    select: { id: true, name: true },
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}
