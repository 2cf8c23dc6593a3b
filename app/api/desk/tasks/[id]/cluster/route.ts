import { decideTogetherBodySchema } from "#lib/domain/cluster";
import { route } from "#lib/http/route";
import { taskParams } from "#lib/http/task-params";
import { decideTogether, readCluster } from "#lib/services/decide-together";

export const GET = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams },
  handle: ({ principal, params }) => readCluster(principal, params.id),
});

export const POST = route({
  auth: { role: "moderator" },
  schemas: { params: taskParams, body: decideTogetherBodySchema },
  handle: ({ principal, params, body }) => decideTogether(principal, params.id, body),
});
