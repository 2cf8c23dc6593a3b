import { cancelBatchOperation } from "#lib/domain/api/operations/moderation";
import { serve } from "#lib/http/serve";
import { readBatch, stopBatch } from "#lib/services/batches";

export const POST = serve(cancelBatchOperation, async ({ principal, params }) => {
  await stopBatch(principal.orgId, params.id, principal.actor);
  return readBatch(principal.orgId, params.id, { cursor: 0, limit: 100 });
});
