import { route } from "#lib/http/route";
import { listPeople } from "#lib/services/manage-people";

export const GET = route({
  auth: { role: "admin" },
  handle: ({ principal }) => listPeople(principal.orgId),
});
