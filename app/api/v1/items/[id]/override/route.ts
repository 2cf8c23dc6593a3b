import { overrideItemOperation } from "#lib/domain/api/operations/items";
import { serve } from "#lib/http/serve";
import { overrideItem } from "#lib/services/override-item";
import { readItem } from "#lib/services/read-item";

export const POST = serve(overrideItemOperation, async ({ principal, params, body, ifMatch }) => {
  const { orgId, actor } = principal;
  await overrideItem({
    ...{ ...body, orgId, actor, itemId: params.id },
    check: async (tx) => ifMatch(await readItem(orgId, params.id, true, tx)),
  });
  return readItem(orgId, params.id, true);
});
