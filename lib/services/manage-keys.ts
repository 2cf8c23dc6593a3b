import type { z } from "zod";
import type { Scope } from "#lib/domain/access";
import { Failure } from "#lib/domain/failure";
import type { CreatedKey, Key, newKeySchema } from "#lib/domain/keys";
import { type ApiKey, insertApiKey, listApiKeys, revokeApiKey } from "#lib/store/api-keys";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { findUserName, findUserNames } from "#lib/store/user-names";

/** All keys of an organisation, revoked ones last. */
export async function listKeys(orgId: string): Promise<Key[]> {
  const rows = await listApiKeys(orgId);
  const names = await findUserNames(rows.flatMap((row) => row.createdBy ?? []));
  return rows.map((row) => toKey(row, row.createdBy && (names.get(row.createdBy) ?? null)));
}

/** Makes a key; the secret is in the answer and nowhere else. `by` is a person's id, null for the installation. */
export async function createKey(
  orgId: string,
  wanted: z.output<typeof newKeySchema>,
  by: string | null,
): Promise<CreatedKey> {
  const { key, secret } = await inTransaction(async (tx) => {
    const made = await insertApiKey(tx, { ...wanted, orgId, createdBy: by });
    const { name, scopes, ratePerSecond, burst, prefix } = made.key;
    await appendAudit(tx, {
      orgId,
      actor: by ?? "machine",
      action: "key.created",
      subject: made.key.id,
      payload: { name, prefix, scopes, ratePerSecond, burst },
    });
    return made;
  });
  return { key: toKey(key, by && (await findUserName(by))), secret };
}

/** Ends a key for good; every process refuses it within 5 s. */
export async function revokeKey(orgId: string, id: string, by: string): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await revokeApiKey(tx, orgId, id, new Date())))
      throw new Failure("not_found", "There is no such key, or it was revoked already.");
    await appendAudit(tx, { orgId, actor: by, action: "key.revoked", subject: id });
  });
}

function toKey(row: ApiKey, createdBy: string | null): Key {
  const { id, name, prefix, scopes, ratePerSecond, burst, createdAt, lastUsedAt, revokedAt } = row;
  return {
    id,
    name,
    prefix,
    scopes: scopes as Scope[],
    ratePerSecond,
    burst,
    createdBy,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
