import { z } from "zod";
import { route } from "#lib/http/route";
import { readItemDetail } from "#lib/services/read-item";

export const GET = route({
  auth: { role: "moderator" },
  schemas: { params: z.object({ id: z.string().max(100) }) },
  handle: ({ principal, params }) => readItemDetail(principal.orgId, params.id, principal),
});
