import { z } from "zod";
import { itemQuerySchema, toMoments } from "#lib/domain/item-query";
import { route } from "#lib/http/route";
import { readItemPage } from "#lib/services/read-item";

const querySchema = itemQuerySchema.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const GET = route({
  auth: { role: "moderator" },
  schemas: { query: querySchema },
  handle: ({ principal, query }) => readItemPage({ orgId: principal.orgId, ...toMoments(query) }, principal),
});
