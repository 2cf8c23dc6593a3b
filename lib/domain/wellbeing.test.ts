import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_REVIEW_SETTINGS } from "./review-settings";
import {
  BENIGN,
  budgetOf,
  careState,
  doseOf,
  type Exposure,
  GRAVE,
  RUN_PAUSE_MS,
  sinceGap,
  withinRoom,
} from "./wellbeing";

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 20, 12);
const settings = {
  ...DEFAULT_REVIEW_SETTINGS,
  shiftBudget: 40,
  weekBudget: 200,
  graveRun: 3,
  breakMinutes: 15,
};
const state = (exposures: Exposure[], over: Partial<Parameters<typeof careState>[0]> = {}) =>
  careState({ exposures, now: NOW, settings, ownBudget: null, breakStartedAt: null, ...over });

/** Items with the seconds between them, the last one shown at NOW. */
const history = fc
  .array(fc.record({ gap: fc.nat(8 * 3600), severity: fc.integer({ min: 1, max: 5 }) }), { maxLength: 80 })
  .map((steps) => {
    let at = NOW;
    return steps
      .map(({ gap, severity }) => {
        const exposure = { at, severity };
        at -= gap * 1000;
        return exposure;
      })
      .reverse();
  });

describe("the dose", () => {
  it("grows with severity, and one grave item weighs many harmless ones", () => {
    for (const severity of [2, 3, 4, 5]) expect(doseOf(severity)).toBeGreaterThan(doseOf(severity - 1));
    expect(doseOf(5) / doseOf(1)).toBe(16);
  });

  it("adds up: no item is lost or counted twice, and shorter times hold no more than longer ones", () => {
    fc.assert(
      fc.property(history, (exposures) => {
        const { sinceBreakDose, shiftDose, weekDose } = state(exposures);
        const recent = exposures.filter(({ at }) => at > NOW - 7 * 24 * 60 * MINUTE);
        expect(weekDose).toBeCloseTo(recent.reduce((sum, { severity }) => sum + doseOf(severity), 0));
        expect(sinceBreakDose).toBeLessThanOrEqual(shiftDose + 1e-9);
        expect(shiftDose).toBeLessThanOrEqual(weekDose + 1e-9);
      }),
    );
  });

  it("grows by exactly the item's own weight with each item that is shown", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 5 }), (exposures, severity) => {
        const later = NOW + 1000;
        const before = state(exposures, { now: later });
        const after = state([...exposures, { at: later, severity }], { now: later });
        for (const dose of ["shiftDose", "sinceBreakDose", "weekDose"] as const)
          expect(after[dose] - before[dose]).toBeCloseTo(doseOf(severity));
      }),
    );
  });

  it("is forgotten a week later, and a break ends a stretch", () => {
    const grave = [{ at: NOW - 20 * MINUTE, severity: 5 }];
    expect(state(grave)).toMatchObject({ sinceBreakDose: 0, shiftDose: 4, weekDose: 4 });
    expect(state(grave, { now: NOW + 7 * 24 * 60 * MINUTE })).toMatchObject({ weekDose: 0 });
  });
});

describe("what may be served", () => {
  it("is benign alone at the budget until a break has passed, whoever set it", () => {
    fc.assert(
      fc.property(history, fc.option(fc.integer({ min: 5, max: 80 })), (exposures, ownBudget) => {
        const { sinceBreakDose, weekDose, maxSeverity } = state(exposures, { ownBudget });
        const spent = sinceBreakDose >= budgetOf(settings, ownBudget) || weekDose >= settings.weekBudget;
        if (spent) expect(maxSeverity).toBe(BENIGN);
        else expect(maxSeverity).toBeGreaterThanOrEqual(GRAVE - 1);
        const rested = state(exposures, { ownBudget, now: NOW + settings.breakMinutes * MINUTE });
        expect(rested.sinceBreakDose).toBe(0);
        if (rested.weekDose < settings.weekBudget) expect(rested.maxSeverity).toBe(5);
      }),
    );
  });

  it("lets a person lower the budget and never raise it", () => {
    expect(budgetOf(settings, 10)).toBe(10);
    expect(budgetOf(settings, 1000)).toBe(settings.shiftBudget);
  });

  it("is never more grave items in a row than the set run, whatever waits and however fast people are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 60 }),
        fc.array(fc.nat(5 * 60), { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (queue, pauses, graveRun) => {
          const waiting = [...queue];
          const shown: Exposure[] = [];
          let now = NOW;
          for (const pause of pauses) {
            now += pause * 1000;
            const own = { ...settings, graveRun };
            const { maxSeverity } = careState({
              exposures: shown,
              now,
              settings: own,
              ownBudget: null,
              breakStartedAt: null,
            });
            const next = waiting.findIndex((severity) => severity <= maxSeverity);
            if (next >= 0) shown.push({ at: now, severity: waiting.splice(next, 1)[0] as number });
          }
          let run = 0;
          for (const [i, { at, severity }] of shown.entries()) {
            const rested = i > 0 && at - (shown[i - 1] as Exposure).at >= RUN_PAUSE_MS;
            run = severity >= GRAVE ? (rested ? 1 : run + 1) : 0;
            expect(run).toBeLessThanOrEqual(graveRun);
          }
        },
      ),
    );
  });

  it("is nothing during a break, and everything after it", () => {
    const breakStartedAt = NOW - 5 * MINUTE;
    expect(state([], { breakStartedAt })).toMatchObject({
      maxSeverity: 0,
      reason: "break",
      until: breakStartedAt + 15 * MINUTE,
    });
    expect(state([], { breakStartedAt: NOW - 15 * MINUTE })).toMatchObject({ maxSeverity: 5, reason: null });
  });

  it("proposes a break after a stretch of work, however benign", () => {
    const hour = Array.from({ length: 61 }, (_, i) => ({ at: NOW - (60 - i) * MINUTE, severity: 1 }));
    expect(state(hour)).toMatchObject({ breakDue: true, maxSeverity: 5 });
    expect(state(hour.slice(30))).toMatchObject({ breakDue: false });
  });
});

describe("what may be looked at beside the item on the desk", () => {
  it("is what serving one after the other would give, however much has been seen and whoever set the budget", () => {
    const sights = fc.array(fc.record({ severity: fc.integer({ min: 1, max: 5 }), seen: fc.boolean() }), {
      maxLength: 50,
    });
    fc.assert(
      fc.property(
        history,
        sights,
        fc.option(fc.integer({ min: 5, max: 80 })),
        (exposures, wanted, ownBudget) => {
          // No run: what is asked for is not interleaved.
          const over = { ownBudget, settings: { ...settings, graveRun: 1000 } };
          const shown = [...exposures];
          const oneByOne = wanted.map(({ severity, seen }) => {
            if (!seen && severity > state(shown, over).maxSeverity) return false;
            if (!seen) shown.push({ at: NOW, severity });
            return true;
          });
          expect(withinRoom(wanted, state(exposures, over).room)).toEqual(oneByOne);
        },
      ),
    );
  });

  it("goes past the budget by no more than the item that reaches it, and by benign ones", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: BENIGN + 1, max: 5 }), { maxLength: 50 }),
        fc.integer({ min: -5, max: 60 }),
        (severities, room) => {
          const allowed = withinRoom(
            severities.map((severity) => ({ severity, seen: false })),
            room,
          );
          const shown = severities.filter((_, at) => allowed[at]);
          const dose = shown.reduce((total, severity) => total + doseOf(severity), 0);
          expect(dose).toBeLessThan(Math.max(0, room) + doseOf(5));
          if (room <= 0) expect(shown).toEqual([]);
        },
      ),
    );
  });
});

describe("sinceGap", () => {
  it("is a tail of the exposures without a pause that long, and the pause before it is that long", () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 6 * 3600 }), (exposures, seconds) => {
        const gap = seconds * 1000;
        const tail = sinceGap(exposures, NOW, gap);
        expect(exposures.slice(exposures.length - tail.length)).toEqual(tail);
        const times = [...tail.map(({ at }) => at), NOW];
        for (let i = 1; i < times.length; i++)
          expect((times[i] as number) - (times[i - 1] as number)).toBeLessThan(gap);
        const before = exposures[exposures.length - tail.length - 1];
        if (before) expect((times[0] as number) - before.at).toBeGreaterThanOrEqual(gap);
      }),
    );
  });
});
