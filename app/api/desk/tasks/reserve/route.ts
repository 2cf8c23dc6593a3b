import { z } from "zod";
import { route } from "#lib/http/route";
import { freeReservation, reserveTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  background: true,
  schemas: { body: z.object({}) },
  handle: async ({ principal }) => ({ task: await reserveTask(principal) }),
});

export const DELETE = route({
  auth: { role: "moderator" },
  background: true,
  handle: ({ principal }) => freeReservation(principal),
});
