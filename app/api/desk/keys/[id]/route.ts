import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { revokeKey } from "#lib/services/manage-keys";

export const DELETE = route({
  auth: { role: "admin" },
  schemas: { params: idParams("key") },
  handle: ({ principal, params }) => revokeKey(principal.orgId, params.id, principal.userId),
});
