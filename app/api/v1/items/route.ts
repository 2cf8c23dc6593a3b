import { listItemsOperation } from "#lib/domain/api/operations/items";
import { serve } from "#lib/http/serve";
import { listItemsForApi } from "#lib/services/list-items";

export const GET = serve(listItemsOperation, ({ principal, query }) =>
  listItemsForApi(principal.orgId, query),
);
