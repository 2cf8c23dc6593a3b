import { importMappingBodySchema } from "#lib/domain/imports";
import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { checkImport } from "#lib/services/manage-imports";

/** A dry run: reads the whole file and stores nothing. */
export const POST = route({
  auth: { role: "admin" },
  schemas: { params: idParams("imp"), body: importMappingBodySchema },
  handle: ({ principal, params, body }) => checkImport(principal.orgId, params.id, body.mapping),
});
