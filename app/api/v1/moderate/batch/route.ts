import { createBatchOperation } from "#lib/domain/api/operations/moderation";
import { readContents } from "#lib/http/batch-contents";
import { serve } from "#lib/http/serve";
import { createBatch, readBatch } from "#lib/services/batches";

const FIRST_PAGE = { cursor: 0, limit: 100 };

export const POST = serve(createBatchOperation, async ({ principal, body }) => {
  const { orgId, keyId, actor } = principal;
  const batch = await createBatch({
    orgId,
    apiKeyId: keyId,
    actor,
    priority: body.priority,
    callbackUrl: body.callback_url ?? null,
    entries: await readContents(body.contents),
  });
  const location = `/api/v1/batches/${batch.id}`;
  return Response.json(await readBatch(orgId, batch.id, FIRST_PAGE), { status: 202, headers: { location } });
});
