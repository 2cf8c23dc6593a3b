import type { Role } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { User } from "./generated/client";
import { newId } from "./ids";

export type { User };

export interface NewUser {
  orgId: string;
  email: string;
  name: string;
  role: Role;
  passwordHash: string;
}

/** Addresses are compared without case or surrounding space. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** A new person; the address is kept in lower case. */
export function insertUser(tx: Db, user: NewUser): Promise<User> {
  return tx.user.create({ data: { ...user, id: newId("usr"), email: normalEmail(user.email) } });
}

/** Whoever has this address, active or not; null when nobody has. */
export function findUserByEmail(email: string): Promise<User | null> {
  return db().user.findUnique({ where: { email: normalEmail(email) } });
}

/** The person and the name of their organisation. */
export function findUser(id: string) {
  return db().user.findUnique({ where: { id }, include: { organization: { select: { name: true } } } });
}

/** Everybody of an organisation: active people first, then by role and name. */
export function listUsers(orgId: string): Promise<User[]> {
  return db().user.findMany({
    where: { orgId },
    orderBy: [{ active: "desc" }, { role: "desc" }, { name: "asc" }],
  });
}

/** Counts a failed sign-in and answers how many there were in a row. */
export async function countFailedLogin(id: string): Promise<number> {
  const user = await db().user.update({ where: { id }, data: { failedLogins: { increment: 1 } } });
  return user.failedLogins;
}

/** Refuses sign-ins of this person until then. */
export async function lockUser(id: string, until: Date): Promise<void> {
  await db().user.update({ where: { id }, data: { lockedUntil: until } });
}

/** Notes a sign-in, which forgives the failed ones before. */
export async function noteLogin(tx: Db, id: string, at: Date): Promise<void> {
  await tx.user.update({
    where: { id },
    data: { failedLogins: 0, lockedUntil: null, lastLoginAt: at },
  });
}

export interface UserChange {
  role?: Role;
  active?: boolean;
  name?: string;
  passwordHash?: string;
  /** Ends every session of this person at once. */
  endSessions?: boolean;
}

/** Changes a person of this organisation; null when there is none. */
export async function updateUser(
  tx: Db,
  orgId: string,
  id: string,
  change: UserChange,
): Promise<User | null> {
  const { endSessions, ...data } = change;
  const rows = await tx.user.updateManyAndReturn({
    where: { id, orgId },
    data: { ...data, ...(endSessions ? { sessionEpoch: { increment: 1 } } : {}) },
  });
  return rows[0] ?? null;
}

/** Locks the organisation's admins, so that two of them cannot step down at the same moment, and counts them. */
export async function countActiveAdmins(tx: Db, orgId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "User" WHERE "orgId" = ${orgId} AND "role" = 'admin' AND "active" ORDER BY "id" FOR UPDATE`;
  return rows.length;
}

/** People who can be asked. */
export function countActivePeople(tx: Db, orgId: string): Promise<number> {
  return tx.user.count({ where: { orgId, active: true } });
}
