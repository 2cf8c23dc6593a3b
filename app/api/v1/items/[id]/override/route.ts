import { overrideItemOperation } from "#lib/domain/api/operations/items";
import { serve } from "#lib/http/serve";
import { overrideItem } from "#lib/services/override-item";
import { readItem } from "#lib/services/read-item";

export const POST = serve(overrideItemOperation, async ({ principal, params, body, ifMatch }) => {
  const { orgId, actor } = principal;
  const check = async () => ifMatch(await readItem(orgId, params.id, true));
  await overrideItem({ ...body, orgId, actor, itemId: params.id, check });
  return readItem(orgId, params.id, true);
});
