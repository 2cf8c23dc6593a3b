import { deliveryQuerySchema } from "#lib/domain/webhooks";
import { receiverParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { readDeliveries } from "#lib/services/manage-webhooks";

export const GET = route({
  auth: { role: "admin" },
  schemas: { params: receiverParams, query: deliveryQuerySchema },
  handle: ({ principal, params, query }) => readDeliveries(principal.orgId, params.id, query),
});
