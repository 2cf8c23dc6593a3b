import { type PolicyBody, policyBodySchema } from "#lib/domain/policy";
import { type Db, db } from "./client";

export interface StoredPolicy {
  version: number;
  body: PolicyBody;
}

/** The policy version in force. Versions are immutable, so a parsed body can be kept. */
export async function activePolicy(orgId: string, client: Db = db()): Promise<StoredPolicy> {
  const { activePolicyVersion } = await client.organization.findUniqueOrThrow({
    where: { id: orgId },
    select: { activePolicyVersion: true },
  });
  return policyAt(orgId, activePolicyVersion, client);
}

const parsed = new Map<string, PolicyBody>();

/** One version of an organisation's policy. */
export async function policyAt(orgId: string, version: number, client: Db = db()): Promise<StoredPolicy> {
  const key = `${orgId}/${version}`;
  let body = parsed.get(key);
  if (!body) {
    const row = await client.policy.findUniqueOrThrow({ where: { orgId_version: { orgId, version } } });
    body = policyBodySchema.parse(row.body);
    if (parsed.size > 500) parsed.clear();
    parsed.set(key, body);
  }
  return { version, body };
}
