import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { stopImport } from "#lib/services/manage-imports";

export const POST = route({
  auth: { role: "admin" },
  schemas: { params: idParams("imp") },
  handle: ({ principal, params }) => stopImport(principal.orgId, params.id, principal.userId),
});
