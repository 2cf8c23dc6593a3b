import { route } from "#lib/http/route";
import { readQueues } from "#lib/services/manage-queues";

export const GET = route({
  auth: { role: "lead" },
  handle: ({ principal }) => readQueues(principal.orgId),
});
