import { skipBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { skipTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams, body: skipBodySchema },
  handle: ({ principal, params, body }) => skipTask(principal, params.id, body.leaseToken, body.reason),
});
