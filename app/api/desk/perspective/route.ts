import { compareRequestSchema } from "#lib/domain/migration";
import { compareTable } from "#lib/http/compare-table";
import { route } from "#lib/http/route";

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: compareRequestSchema },
  limits: { maxBodyBytes: 12_000_000 },
  handle: ({ principal, body, request }) => compareTable(principal.orgId, body.csv, request.signal),
});
