import { db } from "./client";

/** What a person is called, or null when they do not exist. */
export async function findUserName(id: string): Promise<string | null> {
  const user = await db().user.findUnique({ where: { id }, select: { name: true } });
  return user?.name ?? null;
}

/** Names by id. */
export async function findUserNames(ids: string[]): Promise<Map<string, string>> {
  const users = await db().user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}
