import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { testWebhook } from "#lib/services/manage-webhooks";

export const POST = route({
  auth: { role: "admin" },
  schemas: { params: idParams("whe") },
  handle: async ({ principal, params }) =>
    Response.json(await testWebhook(principal.orgId, params.id), { status: 202 }),
});
