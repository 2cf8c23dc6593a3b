import { leaseBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { takeTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams, body: leaseBodySchema },
  handle: async ({ principal, params, body }) => {
    const { leaseToken, leaseUntil } = await takeTask(principal, params.id, body.leaseToken);
    return { leaseToken, leaseUntil: leaseUntil.toISOString() };
  },
});
