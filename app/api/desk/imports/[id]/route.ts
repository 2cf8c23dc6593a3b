import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { readImport } from "#lib/services/manage-imports";

export const GET = route({
  auth: { role: "admin" },
  schemas: { params: idParams("imp") },
  handle: ({ principal, params }) => readImport(principal.orgId, params.id),
});
