import { idParams } from "#lib/http/params";
import { csvDownload } from "#lib/http/receive-file";
import { route } from "#lib/http/route";
import { importResults } from "#lib/services/import-results";
import { openImport } from "#lib/services/manage-imports";

export const GET = route({
  auth: { role: "admin" },
  schemas: { params: idParams("imp") },
  handle: async ({ principal, params }) => {
    const found = await openImport(principal.orgId, params.id);
    return csvDownload(importResults(found, true), `${found.name}.errors.csv`);
  },
});
