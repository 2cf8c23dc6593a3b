import { describe, expect, it } from "vitest";
import type { QueueOverview } from "#lib/domain/desk";
import { outlookOf, totalsOf } from "./totals";

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
  arrivedLastHour: 0,
  decidedLastHour: 0,
  willBeLate: null,
});

const PACE = { perHour: 40, minutes: 60, decided: 40, people: 2 };
const overview = (
  queues: QueueOverview["queues"],
  forecast: Partial<QueueOverview["forecast"]> = {},
): QueueOverview => ({
  at: "2026-03-01T12:00:00.000Z",
  queues,
  decidedLastHour: forecast.pace?.decided ?? 0,
  arrivedLastHour: 0,
  reviewersActive: 1,
  forecast: {
    pace: PACE,
    arrivalsPerHour: 20,
    drainMinutes: 30,
    willBeLate: 0,
    firstLateInMinutes: null,
    dueWithinHour: 0,
    morePeople: 0,
    ...forecast,
  },
});

describe("totalsOf", () => {
  it("adds the queues up", () => {
    const sums = totalsOf(overview([queue(3, 1, 2), queue(4, 0, 1)]));
    expect(sums).toEqual({ waiting: 7, leased: 1, overdue: 3 });
  });
});

describe("outlookOf", () => {
  it("is short when nothing waits", () => {
    expect(outlookOf(overview([])).pace).toBe("Nothing waits.");
  });

  it("says the pace, where it leads, and that all is well", () => {
    expect(outlookOf(overview([queue(10)]))).toEqual({
      pace: "40 decided an hour, by the pace of the last hour; 20 arrive.",
      drain: "At this pace the queues are empty in about 30 min.",
      warning: null,
      staffing: "At this pace every deadline that can still be kept is kept.",
    });
  });

  it.each([
    [{ drainMinutes: null, arrivalsPerHour: 45 }, "At this pace the queues grow by 5 an hour."],
    [{ drainMinutes: null, arrivalsPerHour: 40 }, "At this pace the queues neither grow nor shrink."],
    [{ drainMinutes: 301 }, "At this pace the queues are empty in about 5 h 1 min."],
  ])("%o: %s", (forecast, words) => {
    expect(outlookOf(overview([queue(10)], forecast)).drain).toBe(words);
  });

  it("warns before the breach and says who would help", () => {
    const late = { willBeLate: 12, firstLateInMinutes: 18, morePeople: 2 };
    expect(outlookOf(overview([queue(90)], late))).toMatchObject({
      warning:
        "At this pace 12 items that wait will be overdue before anybody comes to them. With what keeps coming, the first deadline breaks in 18 min.",
      staffing: "At this pace 2 more reviewers would keep the deadlines.",
    });
    const hopeless = { willBeLate: 1, firstLateInMinutes: 0, morePeople: null };
    expect(outlookOf(overview([queue(90)], hopeless))).toMatchObject({
      warning:
        "At this pace 1 item that waits will be overdue before anybody comes to it. With what keeps coming, the first deadline breaks within a minute.",
      staffing: "Too close for more people to keep every deadline.",
    });
  });

  it("does not forecast from too little, and still says what is at stake", () => {
    const silent = { pace: null, drainMinutes: null, willBeLate: null, morePeople: null, dueWithinHour: 3 };
    expect(outlookOf(overview([queue(10)], silent))).toEqual({
      pace: "Nobody has decided anything in the last hour, so there is no pace to forecast from.",
      drain: "",
      warning: "3 items fall due within the hour.",
      staffing: null,
    });
    const few = { ...overview([queue(10)], silent), decidedLastHour: 3 };
    expect(outlookOf(few).pace).toBe("Only 3 decided in the last hour: from 5 on there is a forecast.");
  });
});
