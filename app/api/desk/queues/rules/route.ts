import { queueOrderSchema } from "#lib/domain/queue-rules";
import { route } from "#lib/http/route";
import { orderQueues, readQueues } from "#lib/services/manage-queues";

export const GET = route({
  auth: { role: "lead" },
  handle: ({ principal }) => readQueues(principal.orgId),
});

export const PUT = route({
  auth: { role: "lead" },
  schemas: { body: queueOrderSchema },
  handle: ({ principal, body }) => orderQueues(principal.orgId, body.names, principal.actor),
});
