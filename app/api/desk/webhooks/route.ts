import { newWebhookSchema } from "#lib/domain/webhooks";
import { route } from "#lib/http/route";
import { createWebhook, listWebhooks } from "#lib/services/manage-webhooks";

export const GET = route({
  auth: { role: "admin" },
  handle: ({ principal }) => listWebhooks(principal.orgId),
});

export const POST = route({
  auth: { role: "admin" },
  schemas: { body: newWebhookSchema },
  handle: async ({ principal, body }) =>
    Response.json(await createWebhook(principal.orgId, body, principal.userId), { status: 201 }),
});
