import { route } from "#lib/http/route";
import { checkAudit } from "#lib/services/read-audit";

export const POST = route({
  auth: { role: "admin" },
  handle: ({ principal }) => checkAudit(principal.orgId),
});
