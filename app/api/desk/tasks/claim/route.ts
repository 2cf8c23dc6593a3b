import { claimBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { claimTask, releaseTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: claimBodySchema },
  handle: async ({ principal, body, request }) => {
    const task = await claimTask(principal, body.left);
    // A desk that was closed meanwhile never learns what it was given: without this nobody could have it until the lease ends.
    if (task && request.signal.aborted)
      await releaseTask(principal, task.id, task.leaseToken).catch(() => {});
    return { task };
  },
});
