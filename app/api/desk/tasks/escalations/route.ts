import { route } from "#lib/http/route";
import { escalationQueues } from "#lib/services/review-task";

export const GET = route({
  auth: { role: "moderator" },
  handle: ({ principal }) => escalationQueues(principal),
});
