import type { QueueOverview } from "#lib/domain/desk";
import { countHumanDecisions } from "#lib/store/decisions";
import { listen } from "#lib/store/notify";
import { countActiveReviewers, countArrivals, countQueues } from "#lib/store/tasks";

const HOUR_MS = 3_600_000;

/** How full the queues are, how late, and how fast they move. */
export async function queueOverview(orgId: string): Promise<QueueOverview> {
  const now = new Date();
  const hourAgo = new Date(now.getTime() - HOUR_MS);
  const [queues, decidedLastHour, arrivedLastHour, reviewersActive] = await Promise.all([
    countQueues(orgId),
    countHumanDecisions(orgId, hourAgo),
    countArrivals(orgId, hourAgo),
    countActiveReviewers(orgId),
  ]);
  return {
    at: now.toISOString(),
    queues: queues.map((queue) => ({
      ...queue,
      oldestAt: queue.oldestAt?.toISOString() ?? null,
      nextDueAt: queue.nextDueAt?.toISOString() ?? null,
    })),
    decidedLastHour,
    arrivedLastHour,
    reviewersActive,
  };
}

/** Calls back when the organisation's queues change, until the returned function is called. */
export function onQueueChange(orgId: string, changed: () => void): Promise<() => void> {
  return listen("tasks_changed", (changedOrg) => {
    if (changedOrg === orgId) changed();
  });
}
