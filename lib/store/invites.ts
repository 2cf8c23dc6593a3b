import type { Role } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { Invite } from "./generated/client";
import { newId } from "./ids";
import { hashSecret, newSecret } from "./secrets";

export type { Invite };

export interface NewInvite {
  orgId: string;
  role: Role;
  email: string | null;
  createdBy: string | null;
  expiresAt: Date;
}

/** Stores an invitation and answers it with its token, which exists nowhere else. */
export async function insertInvite(tx: Db, invite: NewInvite): Promise<{ invite: Invite; token: string }> {
  const token = newSecret();
  const row = await tx.invite.create({ data: { ...invite, id: newId("inv"), tokenHash: hashSecret(token) } });
  return { invite: row, token };
}

/** The invitation of a token that can still be used. */
export function findOpenInvite(token: string, now: Date): Promise<Invite | null> {
  return db().invite.findFirst({
    where: { tokenHash: hashSecret(token), usedAt: null, expiresAt: { gt: now } },
  });
}

/** Invitations that can still be accepted, newest first. */
export function listOpenInvites(orgId: string, now: Date): Promise<Invite[]> {
  return db().invite.findMany({
    where: { orgId, usedAt: null, expiresAt: { gt: now } },
    orderBy: { createdAt: "desc" },
  });
}

/** Marks an invitation as used; false when somebody was faster, or it has run out. */
export async function spendInvite(tx: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.invite.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}

/** Takes back an unused invitation of this organisation; false when there is none. */
export async function deleteInvite(tx: Db, orgId: string, id: string): Promise<boolean> {
  const { count } = await tx.invite.deleteMany({ where: { id, orgId, usedAt: null } });
  return count === 1;
}
