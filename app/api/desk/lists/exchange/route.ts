import { importExchangeSchema, LARGEST_EXCHANGE } from "#lib/domain/lists";
import { route } from "#lib/http/route";
import { exportExchange, importExchange } from "#lib/services/exchange-hashes";

export const GET = route({
  auth: { role: "admin" },
  handle: async ({ principal }) =>
    new Response(await exportExchange(principal.orgId), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="sightline-hashes.csv"',
      },
    }),
});

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: importExchangeSchema },
  limits: { maxBodyBytes: LARGEST_EXCHANGE },
  handle: async ({ principal, body }) =>
    Response.json(await importExchange(principal.orgId, body, principal.userId), { status: 201 }),
});
