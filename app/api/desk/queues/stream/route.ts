import { streamQueues } from "#lib/http/queue-stream";
import { route } from "#lib/http/route";

export const dynamic = "force-dynamic";

export const GET = route({
  auth: { role: "moderator" },
  background: true,
  handle: ({ principal, request }) => streamQueues(principal.orgId, request.signal),
});
