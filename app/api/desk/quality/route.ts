import { z } from "zod";
import { route } from "#lib/http/route";
import { readQuality } from "#lib/services/read-quality";

export const GET = route({
  auth: { role: "lead" },
  schemas: { query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }) },
  handle: ({ principal, query }) => readQuality(principal.orgId, query.days, principal.userId),
});
