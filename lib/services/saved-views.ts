import { Failure } from "#lib/domain/failure";
import type { SavedView as View, ViewBody } from "#lib/domain/item-query";
import { deleteView, insertView, listViews, type SavedView } from "#lib/store/saved-views";

const toView = ({ id, name, search, shared, ownerId }: SavedView, userId: string): View => ({
  id,
  name,
  search,
  shared,
  mine: ownerId === userId,
});

interface Self {
  orgId: string;
  userId: string;
}

/** Searches that this person kept, and those that others share. */
export async function readViews({ orgId, userId }: Self): Promise<{ views: View[] }> {
  return { views: (await listViews(orgId, userId)).map((view) => toView(view, userId)) };
}

/** Keeps a search. */
export async function saveView({ orgId, userId }: Self, body: ViewBody): Promise<View> {
  return toView(await insertView({ ...body, orgId, ownerId: userId }), userId);
}

/** Forgets one's own search. */
export async function forgetView({ userId }: Self, id: string): Promise<void> {
  if (!(await deleteView(userId, id))) throw new Failure("not_found", "You have no view of this kind.");
}
