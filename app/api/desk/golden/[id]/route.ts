import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { removeGolden } from "#lib/services/golden-items";

export const DELETE = route({
  auth: { role: "lead" },
  schemas: { params: idParams("itm") },
  handle: ({ principal, params }) => removeGolden(principal.orgId, params.id, principal.actor),
});
