import { exportBodySchema } from "#lib/domain/item-query";
import { route } from "#lib/http/route";
import { readExports, requestExport } from "#lib/services/export-items";

export const GET = route({
  auth: { role: "lead" },
  background: true,
  handle: ({ principal }) => readExports(principal),
});

export const POST = route({
  auth: { role: "lead" },
  schemas: { body: exportBodySchema },
  handle: ({ principal, body }) => requestExport(principal, body),
});
