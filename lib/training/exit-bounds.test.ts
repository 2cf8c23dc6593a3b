import { describe, expect, it } from "vitest";
import { CATEGORIES, type Category, type Scores } from "#lib/domain/taxonomy";
import { certainHarm, type ExitRow, measureExit, withoutQuietHarm } from "./exit-bounds";
import { type ExitChoice, exitChoices, type HardText, narrowedExit, widestWithin } from "./exit-choice";
import { Random } from "./random";

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

/** Wikipedia-like rows, one in eight toxic; level 1 ranks with `spread` of noise, level 2 with a fifth of it. */
function rows(count: number, spread: number): ExitRow[] {
  const random = new Random(11);
  return Array.from({ length: count }, (_, at) => {
    const truth = at % 8 === 0 ? 1 : 0;
    const known = Float32Array.from(CATEGORIES, (category) => (category === "toxicity" ? truth : Number.NaN));
    const scores = (noise: number): Scores => ({
      toxicity: logistic(6 * truth - 4 + noise * random.normal()),
    });
    return {
      row: {
        text: `text ${at}`,
        source: "jigsaw20k",
        language: "en",
        split: "calibration",
        targets: known,
        trust: new Float32Array(known.length),
        known,
        weight: 1,
      },
      first: scores(spread),
      second: scores(spread / 5),
    };
  });
}

const NONE = { copies: [], hard: [], unseen: [], stopsBelow: {} };
const LOOSE = { copiesPast: 1, hardPast: 1, unseenPast: 1 };

describe("widestWithin", () => {
  it("keeps the budget, and lets more texts stop the better level 1 is", () => {
    const [good, poor] = [rows(4000, 1), rows(4000, 3)];
    const budget = 0.004;
    const exits = [good, poor].map((each) => widestWithin(exitChoices(each), { auc: budget, ...LOOSE }));
    const figures = exits.map(({ bounds }, at) => measureExit(at === 0 ? good : poor, bounds));
    for (const { quality } of figures)
      for (const { always, cascade } of quality) expect(always - cascade).toBeLessThanOrEqual(budget);
    expect(figures[0]?.share).toBeGreaterThan(0.8);
    expect(figures[1]?.share).toBeLessThan(figures[0]?.share as number);
    expect(figures[0]?.quality[0]).toMatchObject({ category: "toxicity", positives: 500 });
  });

  it("lets few positives lose less than many, for what they show is less sure", () => {
    const few = (count: number) => {
      let seen = 0;
      return rows(16_000, 3).filter(
        ({ row }) => row.known[CATEGORIES.indexOf("toxicity")] !== 1 || ++seen <= count,
      );
    };
    const [some, many] = [few(80), few(2000)].map(
      (each) => exitChoices(each).find(({ width }) => width === 0.5) as ExitChoice,
    );
    const lost = (each: ExitRow[], { bounds }: ExitChoice) => measureExit(each, bounds).quality[0];
    const [ofSome, ofMany] = [lost(few(80), some as ExitChoice), lost(few(2000), many as ExitChoice)];
    expect(ofSome?.error).toBeGreaterThan(3 * (ofMany?.error ?? 1));
    expect(some?.loss).toBeCloseTo((ofSome?.always ?? 0) - (ofSome?.cascade ?? 0) + (ofSome?.error ?? 0), 10);
  });

  it("stops nothing where the budget allows nothing", () => {
    const exit = widestWithin(exitChoices(rows(4000, 6)), { auc: -1, ...LOOSE });
    expect(exit).toEqual({ bounds: {}, misses: {} });
    expect(measureExit(rows(4000, 6), exit.bounds)).toMatchObject({ share: 0, harmfulShare: 0 });
  });

  it("bounds harm from above only where nearly all is harmful", () => {
    const sure = widestWithin(exitChoices(rows(4000, 1)), { auc: 0.01, ...LOOSE }).bounds.toxicity;
    expect(sure?.high).toBeLessThan(1);
    const unsure = widestWithin(exitChoices(rows(4000, 8)), { auc: 0.5, ...LOOSE }).bounds.toxicity;
    expect(unsure?.high).toBeGreaterThan(1);
  });
});

describe("narrowedExit", () => {
  /** As `rows`, with a second category that level 1 hardly knows. */
  const two = rows(4000, 1).map((each, at): ExitRow => {
    const known = each.row.known.slice();
    known[CATEGORIES.indexOf("spam")] = at % 8 === 4 ? 1 : 0;
    const spam = at % 8 === 4 ? (at % 16 === 4 ? 0.06 : 0.2) : 0.005 + (at % 100) / 1000;
    const first = { ...each.first, spam };
    return {
      row: { ...each.row, known, targets: known },
      first,
      second: { ...each.second, spam: known[7] ? 0.9 : 0.01 },
    };
  });
  const budget = { ...LOOSE, auc: 0.004, copiesPast: 0.01 };

  it("keeps the budget, and lets more stop than one width for all does", () => {
    const narrowed = narrowedExit(two, NONE, budget);
    const [uniform] = exitChoices(two).filter(({ loss }) => loss <= budget.auc);
    expect(narrowed?.loss).toBeLessThanOrEqual(budget.auc);
    expect(narrowed?.width).toBeNull();
    expect(narrowed?.share).toBeGreaterThan(uniform?.share ?? 0);
  });

  it("narrows for unseen texts too", () => {
    const unseen = Array.from({ length: 40 }, (_, at) => ({
      first: { toxicity: at < 4 ? 0.03 : 0.9 },
      caught: at !== 0,
    }));
    const open = narrowedExit(two, { ...NONE, unseen }, budget);
    const strict = narrowedExit(two, { ...NONE, unseen }, { ...budget, unseenPast: 0.05 });
    expect(open?.unseenPast).toBe(0.075);
    expect(strict?.unseenPast).toBe(0);
    const choices = exitChoices(rows(4000, 1), { ...NONE, unseen });
    const tight = widestWithin(choices, { ...LOOSE, auc: 0.004, unseenPast: 0.05 });
    expect(tight.bounds.toxicity?.low ?? 0).toBeLessThanOrEqual(0.03);
  });

  it("narrows for hard sentences too, and stops nothing at a score from which a person is asked", () => {
    const hard = Array.from({ length: 40 }, (_, at) => ({
      first: { toxicity: at < 4 ? 0.03 : 0.9 },
      caught: true,
    }));
    const open = narrowedExit(two, { ...NONE, hard }, budget);
    const strict = narrowedExit(two, { ...NONE, hard }, { ...budget, hardPast: 0.05 });
    expect(open?.hardPast).toBe(0.1);
    expect(strict?.hardPast).toBe(0);
    const [asked] = exitChoices(two, { ...NONE, stopsBelow: { toxicity: 0.07 } });
    expect(asked?.bounds.toxicity?.low).toBe(0.07);
  });

  it("narrows one category by as much as it takes where a first step holds nothing back", () => {
    const unseen = Array.from({ length: 40 }, (_, at) => ({
      first: at < 4 ? { toxicity: 0.0001, spam: 0.09 } : { toxicity: 0.9, spam: 0.9 },
      caught: true,
    }));
    const strict = narrowedExit(two, { ...NONE, unseen }, { ...LOOSE, auc: 1, unseenPast: 0.05 });
    expect(strict?.unseenPast).toBe(0);
    expect(strict?.bounds.spam?.low).toBeLessThanOrEqual(0.09);
    expect(strict?.share).toBeGreaterThan(0.75);
  });

  it("is none where no width keeps the budget", () => {
    expect(narrowedExit(two, NONE, { ...LOOSE, auc: -1 })).toBeNull();
  });
});

describe("an exit under attack", () => {
  const copy = (toxicity: number, caught = true): HardText => ({ first: { toxicity }, caught });
  const attacked = Array.from({ length: 50 }, (_, at) => [copy(0.9), copy(at % 5 === 0 ? 0.02 : 0.9)]);

  it("narrows until few padded copies get past", () => {
    const choices = exitChoices(rows(4000, 1), { ...NONE, copies: attacked });
    const open = widestWithin(choices, { auc: 0.004, ...LOOSE });
    const safe = widestWithin(choices, { ...LOOSE, auc: 0.004, copiesPast: 0.01 });
    expect(open.bounds.toxicity?.low).toBeGreaterThan(0.02);
    expect(safe.bounds.toxicity?.low ?? 0).toBeLessThanOrEqual(0.02);
  });

  it("says of every width what gets past", () => {
    const choices = exitChoices(rows(4000, 1), { ...NONE, copies: attacked });
    expect(choices[0]).toMatchObject({ copiesPast: 0.1, textsPast: 0.2 });
    expect(choices.at(-1)?.share).toBeLessThan(choices[0]?.share as number);
  });

  it("counts no copy that level 2 would miss as well, and none that level 1 leaves to it", () => {
    const missed = attacked.map(([first]) => [first as HardText, copy(0.02, false)]);
    const left = attacked.map(([first]) => [first as HardText, { first: {}, caught: true }]);
    for (const harmless of [missed, left])
      expect(exitChoices(rows(4000, 1), { ...NONE, copies: harmless })[0]).toMatchObject({
        copiesPast: 0,
        textsPast: 0,
      });
  });
});

describe("withoutQuietHarm", () => {
  it("keeps an upper bound only where a person is asked at such a score", () => {
    const exit = {
      bounds: { spam: { low: 0.01, high: 0.94 }, misinformation: { low: 0.02, high: 0.85 } },
      misses: {},
    };
    const review = Object.fromEntries(CATEGORIES.map((category) => [category, 0.9])) as Record<
      Category,
      number
    >;
    expect(withoutQuietHarm(exit, review).bounds).toEqual({
      spam: { low: 0.01, high: 0.94 },
      misinformation: { low: 0.02, high: 1.01 },
    });
  });
});

describe("certainHarm", () => {
  it("serves upper bounds alone, where a person is asked at such a score", () => {
    const exit = {
      bounds: {
        toxicity: { low: 0.1, high: 1.01 },
        spam: { low: 0.01, high: 0.94 },
        misinformation: { low: 0.01, high: 0.85 },
      },
      misses: { toxicity: 0.2 },
    };
    const review = Object.fromEntries(CATEGORIES.map((category) => [category, 0.9])) as Record<
      Category,
      number
    >;
    expect(certainHarm(exit, review)).toEqual({ bounds: { spam: { low: 0, high: 0.94 } }, misses: {} });
  });
});
