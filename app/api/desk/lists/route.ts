import { listQuerySchema, newEntriesSchema } from "#lib/domain/lists";
import { route } from "#lib/http/route";
import { addEntries, searchLists } from "#lib/services/manage-lists";

export const GET = route({
  auth: { role: "admin" },
  schemas: { query: listQuerySchema },
  handle: ({ principal, query }) => searchLists(principal.orgId, query),
});

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: newEntriesSchema },
  handle: async ({ principal, body }) => {
    const { added, skipped, version } = await addEntries(principal.orgId, body, principal.userId);
    return Response.json({ added, skipped, version }, { status: 201 });
  },
});
