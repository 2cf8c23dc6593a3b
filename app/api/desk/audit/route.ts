import { auditQuerySchema } from "#lib/domain/audit";
import { route } from "#lib/http/route";
import { readAudit } from "#lib/services/read-audit";

export const GET = route({
  auth: { role: "lead" },
  schemas: { query: auditQuerySchema },
  handle: ({ principal, query }) => readAudit(principal.orgId, query),
});
