import { escalateBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { escalateTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams, body: escalateBodySchema },
  handle: ({ principal, params, body }) =>
    escalateTask(principal, params.id, body.leaseToken, body.reason, body.queue),
});
