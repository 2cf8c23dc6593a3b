import {
  changeListEntryOperation,
  readListEntryOperation,
  removeListEntryOperation,
} from "#lib/domain/api/operations/lists";
import { toListEntry } from "#lib/http/list-entry";
import { serve } from "#lib/http/serve";
import { changeListEntry, readListEntry, removeFromLists } from "#lib/services/manage-lists";

export const GET = serve(readListEntryOperation, async ({ principal, params }) =>
  toListEntry(await readListEntry(principal.orgId, params.id)),
);

export const PATCH = serve(changeListEntryOperation, async ({ principal, params, body, ifMatch }) => {
  const { orgId, actor } = principal;
  const entry = await changeListEntry({ orgId, id: params.id, by: actor }, body, (current) =>
    ifMatch(toListEntry(current)),
  );
  return toListEntry(entry);
});

export const DELETE = serve(removeListEntryOperation, ({ principal, params, ifMatch }) =>
  removeFromLists(principal.orgId, params.id, principal.actor, (current) => ifMatch(toListEntry(current))),
);
