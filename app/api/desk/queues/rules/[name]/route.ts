import { z } from "zod";
import { queueBodySchema, queueNameSchema } from "#lib/domain/queue-rules";
import { route } from "#lib/http/route";
import { removeQueue, saveQueue } from "#lib/services/manage-queues";

const params = z.object({ name: queueNameSchema });

export const PUT = route({
  auth: { role: "lead" },
  schemas: { params, body: queueBodySchema },
  handle: ({ principal, params: { name }, body }) => saveQueue(principal.orgId, name, body, principal.actor),
});

export const DELETE = route({
  auth: { role: "lead" },
  schemas: { params },
  handle: ({ principal, params: { name } }) => removeQueue(principal.orgId, name, principal.actor),
});
