import { describe, expect, it } from "vitest";
import type { QueueOverview } from "#lib/domain/desk";
import { totalsOf } from "./totals";

const queue = (waiting: number, leased = 0, overdue = 0): QueueOverview["queues"][number] => ({
  queue: "default",
  priority: "high",
  leadsOnly: false,
  waiting,
  leased,
  overdue,
  dueSoon: 0,
  oldestAt: null,
  nextDueAt: null,
});

const overview = (queues: QueueOverview["queues"], decidedLastHour: number, arrivedLastHour: number) => ({
  at: "2026-03-01T12:00:00.000Z",
  queues,
  decidedLastHour,
  arrivedLastHour,
  reviewersActive: 1,
});

describe("totalsOf", () => {
  it("adds the queues up", () => {
    expect(totalsOf(overview([queue(3, 1, 2), queue(4, 0, 1)], 0, 0))).toMatchObject({
      waiting: 7,
      leased: 1,
      overdue: 3,
    });
  });

  it.each([
    [0, 5, 5, "Nothing waits."],
    [10, 0, 3, "Nobody has decided anything in the last hour."],
    [10, 20, 20, "At the pace of the last hour the queues neither grow nor shrink."],
    [10, 20, 25, "At the pace of the last hour the queues grow by 5 an hour."],
    [10, 40, 20, "At the pace of the last hour the queues are empty in about 30 minutes."],
    [100, 40, 20, "At the pace of the last hour the queues are empty in about 5 hours."],
  ])("%i waiting, %i decided, %i arrived: %s", (waiting, decided, arrived, words) => {
    expect(totalsOf(overview([queue(waiting)], decided, arrived)).pace).toBe(words);
  });
});
