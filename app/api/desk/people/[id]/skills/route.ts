import { skillsSchema } from "#lib/domain/people";
import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { setSkills } from "#lib/services/manage-skills";

export const PUT = route({
  auth: { role: "lead" },
  schemas: { params: idParams("usr"), body: skillsSchema },
  handle: ({ principal, params, body }) => setSkills(principal.orgId, params.id, body, principal.actor),
});
