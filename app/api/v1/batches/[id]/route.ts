import { readBatchOperation } from "#lib/domain/api/operations/moderation";
import { serve } from "#lib/http/serve";
import { readBatch } from "#lib/services/batches";

export const GET = serve(readBatchOperation, ({ principal, params, query }) =>
  readBatch(principal.orgId, params.id, query),
);
