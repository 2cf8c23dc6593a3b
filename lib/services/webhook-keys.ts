import { SECRET_OVERLAP_HOURS } from "#lib/domain/webhooks";
import { type Db, inTransaction } from "#lib/store/client";
import { putSecret, type SecretOwner, secretsInForce } from "#lib/store/webhook-secrets";
import { newWebhookSecret } from "./webhook-signature";

/** Secrets that sign what an endpoint is sent, the newest first. */
export async function endpointSecrets(orgId: string, endpointId: string): Promise<string[]> {
  return (await secretsInForce({ orgId, endpointId }, new Date())).map(({ secret }) => secret);
}

/**
 * Secrets that sign what the organisation's callback addresses are sent. Without one, one is made: nobody has seen
 * it, and an admin who wants to verify callbacks makes the next.
 */
export async function callbackSecrets(orgId: string): Promise<string[]> {
  const owner = { orgId, endpointId: null };
  const found = await secretsInForce(owner, new Date());
  if (found.length > 0) return found.map(({ secret }) => secret);
  const { secret } = await inTransaction((tx) => rotateSecret(tx, owner));
  return [secret];
}

/** Makes a new secret; the one before it signs as well for a day. The only time it is seen. */
export async function rotateSecret(
  tx: Db,
  owner: SecretOwner,
): Promise<{ secret: string; oldSecretUntil: Date | null }> {
  const now = new Date();
  const before = await secretsInForce(owner, now, tx);
  const oldUntil = new Date(now.getTime() + SECRET_OVERLAP_HOURS * 3_600_000);
  const secret = newWebhookSecret();
  await putSecret(tx, owner, secret, { now, oldUntil });
  return { secret, oldSecretUntil: before.length > 0 ? oldUntil : null };
}
