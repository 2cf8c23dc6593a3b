import { route } from "#lib/http/route";
import { readModels } from "#lib/services/read-models";

export const GET = route({
  auth: { role: "admin" },
  handle: ({ principal }) => readModels(principal.orgId),
});
