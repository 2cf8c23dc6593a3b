import { z } from "zod";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { undoDecision } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams, body: z.object({}) },
  handle: async ({ principal, params }) => ({ task: await undoDecision(principal, params.id) }),
});
