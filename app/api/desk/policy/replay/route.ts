import { replayQuerySchema } from "#lib/domain/policy-replay";
import { route } from "#lib/http/route";
import { replaySample } from "#lib/services/manage-policy";

export const GET = route({
  auth: { role: "admin" },
  schemas: { query: replayQuerySchema },
  handle: ({ principal, query }) => replaySample(principal.orgId, query.limit),
});
