import { route } from "#lib/http/route";
import { readTeam } from "#lib/services/manage-skills";

export const GET = route({
  auth: { role: "lead" },
  handle: ({ principal }) => readTeam(principal.orgId),
});
