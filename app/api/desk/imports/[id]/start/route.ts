import { importMappingBodySchema } from "#lib/domain/imports";
import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { startImport } from "#lib/services/manage-imports";

/** Starts an import, or goes on with one that was stopped (without a mapping). */
export const POST = route({
  auth: { role: "admin" },
  schemas: { params: idParams("imp"), body: importMappingBodySchema.partial() },
  handle: async ({ principal, params, body }) => {
    await startImport(principal.orgId, params.id, principal.userId, body.mapping);
    return new Response(null, { status: 202 });
  },
});
