import { z } from "zod";
import { overrideBodySchema } from "#lib/domain/api/override";
import { route } from "#lib/http/route";
import { overrideItem } from "#lib/services/override-item";

/** A lead decides an item over the machine and the desk. */
export const POST = route({
  auth: { role: "lead" },
  schemas: { params: z.object({ id: z.string().max(100) }), body: overrideBodySchema },
  handle: ({ principal, params, body }) =>
    overrideItem({ ...body, orgId: principal.orgId, itemId: params.id, actor: principal.userId }),
});
