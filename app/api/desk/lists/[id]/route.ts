import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { removeFromLists } from "#lib/services/manage-lists";

export const DELETE = route({
  auth: { role: "admin" },
  schemas: { params: idParams("lst") },
  handle: ({ principal, params }) => removeFromLists(principal.orgId, params.id, principal.userId),
});
