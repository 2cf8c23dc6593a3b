import { z } from "zod";
import { queueRuleSchema } from "#lib/domain/queue-rules";
import { route } from "#lib/http/route";
import { previewQueue } from "#lib/services/manage-queues";

export const POST = route({
  auth: { role: "lead" },
  schemas: { body: z.object({ rule: queueRuleSchema }) },
  handle: ({ principal, body }) => previewQueue(principal.orgId, body.rule),
});
