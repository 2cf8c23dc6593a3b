import { changeWebhookSchema } from "#lib/domain/webhooks";
import { idParams } from "#lib/http/params";
import { route } from "#lib/http/route";
import { changeWebhook, removeWebhook } from "#lib/services/manage-webhooks";

export const PATCH = route({
  auth: { role: "admin" },
  schemas: { params: idParams("whe"), body: changeWebhookSchema },
  handle: ({ principal, params, body }) => changeWebhook(principal.orgId, params.id, body, principal.userId),
});

export const DELETE = route({
  auth: { role: "admin" },
  schemas: { params: idParams("whe") },
  handle: ({ principal, params }) => removeWebhook(principal.orgId, params.id, principal.userId),
});
