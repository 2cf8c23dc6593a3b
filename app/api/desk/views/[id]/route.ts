import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { forgetView } from "#lib/services/saved-views";

export const DELETE = route({
  auth: { role: "moderator" },
  schemas: { params: idParams("viw") },
  handle: ({ principal, params }) => forgetView(principal, params.id),
});
