import { z } from "zod";
import { route } from "#lib/http/route";
import { claimTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: z.object({}) },
  handle: async ({ principal }) => ({ task: await claimTask(principal) }),
});
