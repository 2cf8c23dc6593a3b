import { leaseBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { keepLease } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  background: true,
  schemas: { params: taskParams, body: leaseBodySchema },
  handle: async ({ principal, params, body }) => ({
    leaseUntil: (await keepLease(principal, params.id, body.leaseToken)).toISOString(),
  }),
});
