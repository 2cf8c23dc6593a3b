import type { PolicyBody } from "#lib/domain/policy";
import { type Db, db } from "./client";
import { newId } from "./ids";

/** Makes an organisation whose first policy version is `policy`; its id. */
export async function insertOrganization(tx: Db, name: string, policy: PolicyBody): Promise<string> {
  const id = newId("org");
  await tx.organization.create({
    data: {
      id,
      name,
      activePolicyVersion: 1,
      policies: { create: { version: 1, body: policy, note: "What a new organisation starts with" } },
    },
  });
  return id;
}

/** Ids of all organisations, oldest first. */
export async function listOrganizations(): Promise<{ id: string; name: string }[]> {
  return db().organization.findMany({ select: { id: true, name: true }, orderBy: { id: "asc" } });
}

/** What an organisation is called; throws when there is none. */
export async function organizationName(id: string): Promise<string> {
  const row = await db().organization.findUniqueOrThrow({ where: { id }, select: { name: true } });
  return row.name;
}
