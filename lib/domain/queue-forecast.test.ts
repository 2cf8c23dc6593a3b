import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DUE_SECONDS } from "./priority";
import { type DueGroup, type ForecastInput, forecastQueues, serve } from "./queue-forecast";
import { PRIORITIES } from "./taxonomy";

const group = (over: Partial<DueGroup> = {}): DueGroup => ({
  queue: "general",
  priority: "medium",
  leadsOnly: false,
  due: 60,
  waiting: 10,
  ...over,
});
const input = (over: Partial<ForecastInput> = {}): ForecastInput => ({
  groups: [group()],
  inReview: 0,
  recent: { minutes: 15, done: 0, people: 0 },
  hour: { minutes: 60, done: 60, people: 2 },
  arrivedLastHour: { high: 0, medium: 0, low: 0 },
  ...over,
});

const groups = fc.array(
  fc.constantFrom(...PRIORITIES).chain((priority) =>
    fc.record({
      queue: fc.constantFrom("general", "spam"),
      priority: fc.constant(priority),
      leadsOnly: fc.boolean(),
      due: fc.integer({ min: 0, max: DUE_SECONDS[priority] / 60 - 1 }),
      waiting: fc.integer({ min: 1, max: 200 }),
    }),
  ),
  { maxLength: 12 },
);
const arrivals = fc.record({ high: fc.nat(30), medium: fc.nat(60), low: fc.nat(120) });
const inputs = fc
  .record({ groups, arrivedLastHour: arrivals, inReview: fc.nat(5), done: fc.integer({ min: 5, max: 600 }) })
  .map(({ done, ...rest }) => input({ ...rest, hour: { minutes: 60, done, people: 3 } }));

describe("forecastQueues", () => {
  it("reads the pace from the last minutes when they hold enough, else from the hour, else says nothing", () => {
    const recent = { minutes: 15, done: 30, people: 2 };
    expect(forecastQueues(input({ recent })).pace).toMatchObject({ perHour: 120, minutes: 15 });
    expect(forecastQueues(input()).pace).toMatchObject({ perHour: 60, minutes: 60 });
    const silent = forecastQueues(input({ hour: { minutes: 60, done: 4, people: 1 } }));
    expect(silent).toMatchObject({ pace: null, drainMinutes: null, willBeLate: null, morePeople: null });
    expect(silent.dueWithinHour).toBe(0);
    expect(forecastQueues(input({ groups: [group({ due: 59 })] })).dueWithinHour).toBe(10);
  });

  it("says when the queues are empty, and null when they do not shrink", () => {
    expect(forecastQueues(input()).drainMinutes).toBe(10);
    const grows = input({ arrivedLastHour: { high: 0, medium: 60, low: 0 } });
    expect(forecastQueues(grows).drainMinutes).toBeNull();
    expect(forecastQueues(input({ groups: [] })).drainMinutes).toBe(0);
  });

  it("warns of what it does not reach in time, where, when first, and how many people more would", () => {
    // 60 an hour by two people; 90 are due in half an hour: 30 are done, 60 break. Four more people do 90 in it.
    const rush = input({ groups: [group({ due: 30, waiting: 90 }), group({ queue: "later", due: 600 })] });
    const { willBeLate, firstLateInMinutes, atRisk, morePeople } = forecastQueues(rush);
    expect(willBeLate).toBe(60);
    expect(firstLateInMinutes).toBe(30);
    expect(atRisk).toEqual([{ queue: "general", priority: "medium", leadsOnly: false, willBeLate: 60 }]);
    expect(morePeople).toBe(4);
  });

  it("does not count what is overdue already, and does not let it hold back what is grave", () => {
    const backlog = group({ priority: "low", due: -100, waiting: 500 });
    const fresh = group({ priority: "high", due: 4, waiting: 2 });
    expect(forecastQueues(input({ groups: [backlog, fresh] })).willBeLate).toBe(0);
  });

  it("knows when more people would not help", () => {
    expect(forecastQueues(input({ groups: [group({ due: 0, waiting: 900 })] })).morePeople).toBeNull();
  });
});

describe("forecastQueues, whatever waits and comes", () => {
  it("never has more late than wait, and attributes all of them", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { willBeLate, atRisk } = forecastQueues(given);
        const waiting = given.groups.reduce((sum, { waiting }) => sum + waiting, 0);
        expect(willBeLate).toBeLessThanOrEqual(waiting);
        expect(atRisk.reduce((sum, each) => sum + each.willBeLate, 0)).toBe(willBeLate);
      }),
      { numRuns: 60 },
    );
  });

  it("says late exactly when some stretch of time holds more work than can be done in it", () => {
    fc.assert(
      fc.property(groups, fc.integer({ min: 1, max: 20 }), (waiting, perMinute) => {
        const { broken } = serve(
          { groups: waiting, inReview: 0, arrivedLastHour: { high: 0, medium: 0, low: 0 } },
          perMinute,
        );
        // Whatever is due within a minute has that minute.
        const overfull = waiting.some(({ due }) => {
          const before = waiting.filter((other) => other.due <= due);
          return before.reduce((sum, { waiting: n }) => sum + n, 0) > Math.max(1, due) * perMinute + 1e-6;
        });
        expect(broken > 1e-6).toBe(overfull);
      }),
      { numRuns: 200 },
    );
  });

  it("asks for the fewest people at whom nothing further is late", () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const { morePeople, pace } = forecastQueues(given);
        if (morePeople === null || !pace) return;
        const each = pace.perHour / 60 / pace.people;
        expect(serve(given, each * (pace.people + morePeople)).broken).toBeLessThan(0.5);
        if (morePeople > 0)
          expect(serve(given, each * (pace.people + morePeople - 1)).broken).toBeGreaterThanOrEqual(0.5);
      }),
      { numRuns: 40 },
    );
  });

  it("never breaks more with people there than with nobody", () => {
    fc.assert(
      fc.property(inputs, fc.integer({ min: 0, max: 30 }), (given, perMinute) => {
        expect(serve(given, perMinute).broken).toBeLessThanOrEqual(serve(given, 0).broken + 1e-6);
      }),
      { numRuns: 40 },
    );
  });
});
