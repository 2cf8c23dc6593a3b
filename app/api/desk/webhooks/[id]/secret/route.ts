import { receiverParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { changeSecret } from "#lib/services/manage-webhooks";

export const POST = route({
  auth: { role: "admin" },
  schemas: { params: receiverParams },
  handle: ({ principal, params }) => changeSecret(principal.orgId, params.id, principal.userId),
});
