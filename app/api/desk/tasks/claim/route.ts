import { claimBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { claimTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: claimBodySchema },
  handle: async ({ principal, body }) => ({ task: await claimTask(principal, body.left) }),
});
