import { z } from "zod";
import { reverseBodySchema } from "#lib/domain/desk-items";
import { route } from "#lib/http/route";
import { reverseDecision } from "#lib/services/reverse-decision";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: z.object({ id: z.string().max(100) }), body: reverseBodySchema },
  handle: ({ principal, params, body }) => reverseDecision(principal, params.id, body),
});
