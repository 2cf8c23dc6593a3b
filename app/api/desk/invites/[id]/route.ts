import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { withdrawInvite } from "#lib/services/invite-person";

export const DELETE = route({
  auth: { role: "admin" },
  schemas: { params: idParams("inv") },
  handle: ({ principal, params }) => withdrawInvite(principal.orgId, params.id, principal.userId),
});
