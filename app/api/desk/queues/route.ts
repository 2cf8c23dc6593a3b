import { route } from "#lib/http/route";
import { queueOverview } from "#lib/services/queue-overview";

export const GET = route({
  auth: { role: "moderator" },
  background: true,
  handle: ({ principal }) => queueOverview(principal.orgId),
});
