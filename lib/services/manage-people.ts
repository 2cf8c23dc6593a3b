import { Failure } from "#lib/domain/failure";
import type { Invite, Person, PersonChange } from "#lib/domain/people";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { listOpenInvites } from "#lib/store/invites";
import { findUserNames } from "#lib/store/user-names";
import { countActiveAdmins, listUsers, type User, updateUser } from "#lib/store/users";

/** Everybody of an organisation, and the invitations that are open. */
export async function listPeople(orgId: string): Promise<{ people: Person[]; invites: Invite[] }> {
  const now = new Date();
  const [users, open] = await Promise.all([listUsers(orgId), listOpenInvites(orgId, now)]);
  const names = await findUserNames(open.flatMap((invite) => invite.createdBy ?? []));
  return {
    people: users.map((user) => toPerson(user, now)),
    invites: open.map(({ id, email, role, createdBy, expiresAt }) => ({
      id,
      email,
      role,
      invitedBy: (createdBy && names.get(createdBy)) ?? null,
      expiresAt: expiresAt.toISOString(),
    })),
  };
}

/** Changes a person's role, closes or reopens their account, or ends their sessions. One admin must stay. */
export function changePerson(orgId: string, id: string, change: PersonChange, by: string): Promise<Person> {
  return inTransaction(async (tx) => {
    await countActiveAdmins(tx, orgId);
    const endSessions = change.endSessions ?? change.active === false;
    const user = await updateUser(tx, orgId, id, { role: change.role, active: change.active, endSessions });
    if (!user) throw new Failure("not_found", "There is no such person here.");
    if ((await countActiveAdmins(tx, orgId)) === 0)
      throw new Failure("conflict", "This is the last admin: make somebody else an admin first.");
    await appendAudit(tx, { orgId, actor: by, action: "user.changed", subject: id, payload: { ...change } });
    return toPerson(user, new Date());
  });
}

function toPerson(user: User, now: Date): Person {
  const { id, email, name, role, active, createdAt, lastLoginAt, lockedUntil } = user;
  return {
    id,
    email,
    name,
    role,
    active,
    createdAt: createdAt.toISOString(),
    lastLoginAt: lastLoginAt?.toISOString() ?? null,
    lockedUntil: lockedUntil && lockedUntil > now ? lockedUntil.toISOString() : null,
  };
}
