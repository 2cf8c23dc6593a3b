import { DEFAULT_POLICY } from "#lib/domain/policy";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { insertOrganization } from "#lib/store/organizations";

/** Makes an organisation with the default policy; its id. Nobody can sign in to it until somebody is invited. */
export function createOrganization(name: string): Promise<string> {
  return inTransaction(async (tx) => {
    const orgId = await insertOrganization(tx, name, DEFAULT_POLICY);
    await appendAudit(tx, {
      orgId,
      actor: "machine",
      action: "organization.created",
      subject: orgId,
      payload: { name },
    });
    return orgId;
  });
}
