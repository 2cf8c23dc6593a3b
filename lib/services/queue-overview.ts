import type { QueueOverview } from "#lib/domain/desk";
import { type Forecast, forecastQueues } from "#lib/domain/queue-forecast";
import { meanPeopleDeciding } from "#lib/store/decisions";
import { listen } from "#lib/store/notify";
import {
  countByDeadline,
  countQueues,
  type DueCount,
  type QueueCount,
  RECENT_MINUTES,
} from "#lib/store/queue-tally";
import { countActiveReviewers } from "#lib/store/tasks";

const HOUR_MINUTES = 60;

/** How full the queues are, how late, how fast they move, and where that leads. */
export async function queueOverview(orgId: string): Promise<QueueOverview> {
  const now = new Date();
  const [counts, groups, reviewersActive, recentPeople, hourPeople] = await Promise.all([
    countQueues(orgId),
    countByDeadline(orgId),
    countActiveReviewers(orgId),
    meanPeopleDeciding(orgId, RECENT_MINUTES),
    meanPeopleDeciding(orgId, HOUR_MINUTES),
  ]);
  const { atRisk, ...forecast } = forecastFor(counts, groups, recentPeople, hourPeople);
  const waiting = counts.filter((queue) => queue.waiting + queue.leased > 0);
  const queues = waiting.map(({ arrived, done, doneRecently: _, oldestAt, nextDueAt, ...queue }) => ({
    ...queue,
    oldestAt: oldestAt?.toISOString() ?? null,
    nextDueAt: nextDueAt?.toISOString() ?? null,
    arrivedLastHour: arrived,
    decidedLastHour: done,
    willBeLate: forecast.pace ? lateIn(queue, atRisk) : null,
  }));
  return {
    at: now.toISOString(),
    queues,
    decidedLastHour: total(counts, "done"),
    arrivedLastHour: total(counts, "arrived"),
    reviewersActive,
    forecast: {
      ...forecast,
      willBeLate: forecast.pace ? queues.reduce((sum, { willBeLate }) => sum + (willBeLate ?? 0), 0) : null,
    },
  };
}

const total = (counts: QueueCount[], field: "arrived" | "done" | "doneRecently" | "leased") =>
  counts.reduce((sum, count) => sum + count[field], 0);

type Place = Pick<QueueCount, "queue" | "priority" | "leadsOnly">;

/** Of what is not overdue yet: the forecast counts by whole minutes, and what is due in this one may be overdue already. */
function lateIn(place: Place & Pick<QueueCount, "waiting" | "overdue">, atRisk: Forecast["atRisk"]): number {
  const risk = atRisk.find(
    ({ queue, priority, leadsOnly }) =>
      queue === place.queue && priority === place.priority && leadsOnly === place.leadsOnly,
  );
  return Math.min(risk?.willBeLate ?? 0, Math.max(0, place.waiting - place.overdue));
}

function forecastFor(
  counts: QueueCount[],
  groups: DueCount[],
  recentPeople: number,
  hourPeople: number,
): Forecast {
  const arrived = (priority: QueueCount["priority"]) =>
    total(
      counts.filter((count) => count.priority === priority),
      "arrived",
    );
  return forecastQueues({
    groups,
    inReview: total(counts, "leased"),
    recent: { minutes: RECENT_MINUTES, done: total(counts, "doneRecently"), people: recentPeople },
    hour: { minutes: HOUR_MINUTES, done: total(counts, "done"), people: hourPeople },
    arrivedLastHour: { high: arrived("high"), medium: arrived("medium"), low: arrived("low") },
  });
}

/** Calls back when the organisation's queues change, until the returned function is called. */
export function onQueueChange(orgId: string, changed: () => void): Promise<() => void> {
  return listen("tasks_changed", (changedOrg) => {
    if (changedOrg === orgId) changed();
  });
}
