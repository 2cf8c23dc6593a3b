import { readItemOperation } from "#lib/domain/api/operations/items";
import { serve } from "#lib/http/serve";
import { readItem } from "#lib/services/read-item";

export const GET = serve(readItemOperation, ({ principal, params }) =>
  readItem(principal.orgId, params.id, true),
);
