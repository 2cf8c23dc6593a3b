import { DEFAULT_POLICY, type PolicyBody } from "#lib/domain/policy";
import { db } from "#lib/store/client";
import { newId } from "#lib/store/ids";

/** An organisation for tests, with the default policy as version 1 but without spot checks, which are drawn by chance. */
export async function makeOrganization(
  name = "Harbour Forum",
  policy: PolicyBody = { ...DEFAULT_POLICY, spotCheckRate: 0 },
) {
  const id = newId("org");
  await db().organization.create({ data: { id, name, policies: { create: { version: 1, body: policy } } } });
  return id;
}
