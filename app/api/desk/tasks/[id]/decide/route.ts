import { decideBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { decideTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams, body: decideBodySchema },
  handle: async ({ principal, params, body }) => {
    const { decisionId, undoUntil } = await decideTask(principal, params.id, body);
    return { decisionId, undoUntil: undoUntil.toISOString() };
  },
});
