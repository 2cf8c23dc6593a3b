import { db } from "./client";
import type { SavedView } from "./generated/client";
import { newId } from "./ids";

export type { SavedView };

/** A person's own views and those that colleagues share, by name. */
export function listViews(orgId: string, userId: string): Promise<SavedView[]> {
  return db().savedView.findMany({
    where: { orgId, OR: [{ ownerId: userId }, { shared: true }] },
    orderBy: { name: "asc" },
    take: 200,
  });
}

/** Keeps a search for its owner. */
export function insertView(view: Omit<SavedView, "id" | "createdAt">): Promise<SavedView> {
  return db().savedView.create({ data: { ...view, id: newId("viw") } });
}

/** Removes one's own view; false when there is none. */
export async function deleteView(ownerId: string, id: string): Promise<boolean> {
  const { count } = await db().savedView.deleteMany({ where: { id, ownerId } });
  return count === 1;
}
