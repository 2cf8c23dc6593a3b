import { leaseBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { releaseTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams, body: leaseBodySchema },
  handle: ({ principal, params, body }) => releaseTask(principal, params.id, body.leaseToken),
});
