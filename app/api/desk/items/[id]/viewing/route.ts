import { z } from "zod";
import { route } from "#lib/http/route";
import { viewItem } from "#lib/services/view-item";

export const POST = route({
  auth: { role: "moderator" },
  background: true,
  schemas: { params: z.object({ id: z.string().max(100) }), body: z.object({}) },
  handle: ({ principal, params }) => viewItem(principal, params.id),
});
