import { z } from "zod";
import { route } from "#lib/http/route";
import { readItem } from "#lib/services/read-item";

export const GET = route({
  auth: { scope: "items:read" },
  schemas: { params: z.object({ id: z.string().max(100) }) },
  handle: ({ principal, params }) => readItem(principal.orgId, params.id, true),
});
