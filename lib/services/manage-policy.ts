import type { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { policyBodySchema } from "#lib/domain/policy";
import { type PolicyHistory, policyDiff, type savePolicySchema } from "#lib/domain/policy-history";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { activePolicy, policyAt } from "#lib/store/policies";
import { insertPolicy, listPolicies, lockActiveVersion, recentRuns } from "#lib/store/policy-versions";
import { findUserNames } from "#lib/store/user-names";

const MOST_VERSIONS = 100;

/** The versions of an organisation's policy and which one is in force. */
export async function policyHistory(orgId: string): Promise<PolicyHistory> {
  const [active, rows] = await Promise.all([activePolicy(orgId), listPolicies(orgId, MOST_VERSIONS)]);
  const names = await findUserNames(rows.flatMap((row) => row.createdBy ?? []));
  const versions = rows.map(({ version, body, note, createdBy, createdAt }) => ({
    version,
    body: policyBodySchema.parse(body),
    note,
    createdBy: createdBy && (names.get(createdBy) ?? null),
    createdAt: createdAt.toISOString(),
  }));
  return { active: active.version, versions };
}

/** Past items with what the models found on them, for trying out a policy. */
export async function replaySample(orgId: string, limit: number) {
  return { items: await recentRuns(orgId, limit) };
}

/** Saves a policy as the next version and puts it in force for every item judged from now on. */
export function savePolicy(
  orgId: string,
  wanted: z.output<typeof savePolicySchema>,
  by: string,
): Promise<number> {
  const { body, note, basedOn } = wanted;
  return inTransaction(async (tx) => {
    const active = await lockActiveVersion(tx, orgId);
    if (active !== basedOn)
      throw new Failure(
        "conflict",
        `Version ${active} came into force while you worked on version ${basedOn}. Reload to see it, then save again.`,
      );
    const before = await policyAt(orgId, active, tx);
    const changes = policyDiff(before.body, body);
    if (changes.length === 0) throw new Failure("conflict", "Nothing differs from the policy in force.");
    const version = await insertPolicy(tx, { orgId, body, note, createdBy: by });
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "policy.saved",
      subject: `policy:${version}`,
      payload: { version, basedOn, note, changes: changes.map(({ path, from, to }) => ({ path, from, to })) },
    });
    return version;
  });
}
