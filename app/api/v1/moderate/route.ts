import { moderateOperation } from "#lib/domain/api/operations/moderation";
import { serve } from "#lib/http/serve";
import { moderateNow } from "#lib/services/moderate-now";

export const POST = serve(moderateOperation, async ({ principal, body, uploads }) => {
  const item = await moderateNow({ orgId: principal.orgId, apiKeyId: principal.keyId, body, uploads });
  if (item.status === "decided") return item;
  return Response.json(item, { status: 202, headers: { location: `/api/v1/items/${item.id}` } });
});
