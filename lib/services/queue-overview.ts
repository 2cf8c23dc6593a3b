import type { QueueOverview } from "#lib/domain/desk";
import { listen } from "#lib/store/notify";
import { countQueues } from "#lib/store/queue-tally";
import { countActiveReviewers } from "#lib/store/tasks";

/** How full the queues are, how late, and how fast they move. */
export async function queueOverview(orgId: string): Promise<QueueOverview> {
  const now = new Date();
  const [counts, reviewersActive] = await Promise.all([countQueues(orgId), countActiveReviewers(orgId)]);
  const waiting = counts.filter((queue) => queue.waiting + queue.leased > 0);
  return {
    at: now.toISOString(),
    queues: waiting.map((queue) => ({
      ...queue,
      oldestAt: queue.oldestAt?.toISOString() ?? null,
      nextDueAt: queue.nextDueAt?.toISOString() ?? null,
    })),
    decidedLastHour: counts.reduce((sum, { done }) => sum + done, 0),
    arrivedLastHour: counts.reduce((sum, { arrived }) => sum + arrived, 0),
    reviewersActive,
  };
}

/** Calls back when the organisation's queues change, until the returned function is called. */
export function onQueueChange(orgId: string, changed: () => void): Promise<() => void> {
  return listen("tasks_changed", (changedOrg) => {
    if (changedOrg === orgId) changed();
  });
}
