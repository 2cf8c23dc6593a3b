import { z } from "zod";
import { route } from "#lib/http/route";
import { takeBreak } from "#lib/services/own-care";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: z.object({}) },
  handle: ({ principal }) => takeBreak(principal, true),
});

export const DELETE = route({
  auth: { role: "moderator" },
  handle: ({ principal }) => takeBreak(principal, false),
});
