import { z } from "zod";
import { route } from "#lib/http/route";
import { readAround } from "#lib/services/read-around";

export const GET = route({
  auth: { role: "moderator" },
  schemas: { params: z.object({ id: z.string().max(100) }) },
  handle: ({ principal, params }) => readAround(principal, params.id),
});
