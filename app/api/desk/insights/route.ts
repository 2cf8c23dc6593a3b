import { z } from "zod";
import { route } from "#lib/http/route";
import { readInsights } from "#lib/services/read-insights";

export const GET = route({
  auth: { role: "lead" },
  schemas: { query: z.object({ days: z.coerce.number().int().min(1).max(90).default(14) }) },
  handle: ({ principal, query }) => readInsights(principal.orgId, query.days),
});
