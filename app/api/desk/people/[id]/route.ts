import { personChangeSchema } from "#lib/domain/people";
import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { changePerson } from "#lib/services/manage-people";

export const PATCH = route({
  auth: { role: "admin" },
  schemas: { params: idParams("usr"), body: personChangeSchema },
  handle: ({ principal, params, body }) => changePerson(principal.orgId, params.id, body, principal.userId),
});
