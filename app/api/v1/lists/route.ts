import { addListEntriesOperation, searchListsOperation } from "#lib/domain/api/operations/lists";
import { toListEntry } from "#lib/http/list-entry";
import { serve } from "#lib/http/serve";
import { addEntries, searchLists } from "#lib/services/manage-lists";

export const GET = serve(searchListsOperation, async ({ principal, query }) => {
  const { entries, nextCursor, total, version } = await searchLists(principal.orgId, query);
  return { entries: entries.map(toListEntry), next_cursor: nextCursor, total, version };
});

export const POST = serve(addListEntriesOperation, async ({ principal, body }) => {
  const { entries, ...counts } = await addEntries(principal.orgId, body, principal.actor);
  return Response.json({ ...counts, entries: entries.map(toListEntry) }, { status: 201 });
});
