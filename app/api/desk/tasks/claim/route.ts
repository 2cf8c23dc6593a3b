import { claimBodySchema } from "#lib/domain/desk";
import { route } from "#lib/http/route";
import { claimTask, releaseTask } from "#lib/services/review-task";

export const POST = route({
  auth: { role: "moderator" },
  schemas: { body: claimBodySchema },
  handle: async ({ principal, body, request }) => {
    const task = await claimTask(principal, body.left);
    if (!task) return { task };
    // A desk that was closed before it has read the answer never learns what it was given: without this nobody could have it
    // until the lease ends. The signal is raised while the answer is under way, too.
    const giveBack = () => releaseTask(principal, task.id, task.leaseToken).catch(() => {});
    if (request.signal.aborted) await giveBack();
    else request.signal.addEventListener("abort", giveBack, { once: true });
    return { task };
  },
});
