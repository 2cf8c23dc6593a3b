import { DEFAULT_POLICY, type PolicyBody } from "#lib/domain/policy";
import type { Role } from "#lib/domain/taxonomy";
import { db } from "#lib/store/client";
import { newId } from "#lib/store/ids";

/** An organisation with the default policy, for tests. */
export async function makeOrganization(
  name = "Test",
  policy: PolicyBody = { ...DEFAULT_POLICY, spotCheckRate: 0 },
) {
  const id = newId("org");
  await db().organization.create({ data: { id, name, policies: { create: { version: 1, body: policy } } } });
  return id;
}

/** A person who cannot sign in, for tests below the HTTP floor. */
export async function makeUser(orgId: string, role: Role = "moderator") {
  const id = newId("usr");
  await db().user.create({
    data: { id, orgId, role, email: `${id}@sightline.test`, name: id, passwordHash: "none" },
  });
  return id;
}
