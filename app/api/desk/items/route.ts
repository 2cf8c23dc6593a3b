import { z } from "zod";
import { categorySchema, decisionSchema } from "#lib/domain/taxonomy";
import { route } from "#lib/http/route";
import { readItemPage } from "#lib/services/read-item";

const querySchema = z.object({
  decision: decisionSchema.optional(),
  state: z.enum(["received", "decided", "in_review"]).optional(),
  category: categorySchema.optional(),
  author: z.string().max(200).optional(),
  contentId: z.string().max(200).optional(),
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const GET = route({
  auth: { role: "moderator" },
  schemas: { query: querySchema },
  handle: ({ principal, query }) => readItemPage({ orgId: principal.orgId, ...query }, principal),
});
