import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedCalibrationError, reliability } from "#lib/domain/reliability";
import {
  auc,
  averagePrecision,
  bestF1,
  bootstrapInterval,
  confusionAt,
  groupAucs,
  placements,
  rankCorrelation,
} from "./metrics";

const scored = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 1 })), {
    minLength: 2,
    maxLength: 40,
  })
  .map((rows) => ({ scores: rows.map(([score]) => score / 10), labels: rows.map(([, label]) => label) }))
  .filter(({ labels }) => labels.includes(0) && labels.includes(1));

/** The definition, pair by pair. */
function slowAuc({ scores, labels }: { scores: number[]; labels: number[] }) {
  let sum = 0;
  let pairs = 0;
  scores.forEach((a, i) => {
    scores.forEach((b, j) => {
      if (labels[i] !== 1 || labels[j] !== 0) return;
      pairs += 1;
      sum += a > b ? 1 : a === b ? 0.5 : 0;
    });
  });
  return sum / pairs;
}

describe("ranking figures", () => {
  it("auc is the share of pairs in the right order", () => {
    fc.assert(
      fc.property(scored, (rows) => {
        expect(auc(rows)).toBeCloseTo(slowAuc(rows), 10);
      }),
    );
  });

  it("placements have the auc for their mean, one for each positive in order", () => {
    const rows = { scores: [0.9, 0.2, 0.5, 0.5, 0.1], labels: [1, 0, 1, 0, 0] };
    expect(placements(rows)).toEqual([1, 2.5 / 3]);
    fc.assert(
      fc.property(scored, (each) => {
        const places = placements(each);
        expect(places.reduce((sum, place) => sum + place, 0) / places.length).toBeCloseTo(auc(each), 10);
      }),
    );
  });

  it("auc of a perfect, a reversed and a blind ranking", () => {
    const labels = [1, 1, 0, 0];
    expect(auc({ scores: [4, 3, 2, 1], labels })).toBe(1);
    expect(auc({ scores: [1, 2, 3, 4], labels })).toBe(0);
    expect(auc({ scores: [1, 1, 1, 1], labels })).toBe(0.5);
    expect(auc({ scores: [1, 2], labels: [1, 1] })).toBeNaN();
  });

  it("average precision equals scikit-learn's documented example", () => {
    expect(averagePrecision({ scores: [0.1, 0.4, 0.35, 0.8], labels: [0, 0, 1, 1] })).toBeCloseTo(0.8333, 4);
  });
});

describe("decisions", () => {
  it("counts precision, recall and both F1s", () => {
    const figures = confusionAt({ scores: [0.9, 0.8, 0.3, 0.1], labels: [1, 0, 1, 0] }, 0.5);
    expect(figures).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5, accuracy: 0.5, macroF1: 0.5 });
    expect(confusionAt({ scores: [0.1], labels: [0] }, 0.5)).toMatchObject({ f1: 0, macroF1: 0.5 });
  });

  it("finds the best threshold", () => {
    expect(bestF1({ scores: [0.9, 0.7, 0.4, 0.1], labels: [1, 1, 0, 0] })).toEqual({ threshold: 0.7, f1: 1 });
    fc.assert(
      fc.property(scored, (rows) => {
        const best = bestF1(rows);
        expect(confusionAt(rows, best.threshold).f1).toBeCloseTo(best.f1, 10);
        for (const threshold of rows.scores)
          expect(confusionAt(rows, threshold).f1).toBeLessThanOrEqual(best.f1 + 1e-12);
      }),
    );
  });
});

describe("calibration figures", () => {
  it("bins what was said against what was seen", () => {
    const bins = reliability({ scores: [0.1, 0.15, 0.95, 1], labels: [0, 1, 1, 1] }, 10);
    expect(bins.map(({ count, seen }) => [count, seen])).toEqual([
      [2, 0.5],
      [2, 1],
    ]);
    expect(bins[0]?.said).toBeCloseTo(0.125);
  });

  it("is 0 for honest and 0.5 for half-wrong certainty", () => {
    expect(expectedCalibrationError({ scores: [0, 0, 1, 1], labels: [0, 0, 1, 1] })).toBe(0);
    expect(expectedCalibrationError({ scores: [1, 1], labels: [1, 0] })).toBe(0.5);
  });
});

describe("group figures", () => {
  it("shows a group whose kind mentions score high", () => {
    const rows = {
      scores: [0.9, 0.8, 0.85, 0.95, 0.1, 0.7],
      labels: [1, 0, 0, 1, 0, 1],
    };
    expect(groupAucs(rows, new Map([["a", [0, 1, 2]]]))).toEqual([
      { group: "a", rows: 3, positives: 1, subgroup: 1, bpsn: 0.5, bnsp: 1 },
    ]);
  });

  it("has no figure where there are too few rows of a kind", () => {
    const rows = { scores: [0.9, 0.1, 0.8, 0.2, 0.3], labels: [1, 0, 1, 0, 0] };
    const [a, b] = groupAucs(
      rows,
      new Map([
        ["a", [0, 3, 4]],
        ["b", []],
      ]),
      2,
    );
    expect(a).toEqual({ group: "a", rows: 3, positives: 1, subgroup: NaN, bpsn: NaN, bnsp: NaN });
    expect(b).toEqual({ group: "b", rows: 0, positives: 0, subgroup: NaN, bpsn: NaN, bnsp: NaN });
    expect(groupAucs(rows, new Map([["a", [0, 3, 4]]]))[0]).toMatchObject({ subgroup: 1, bpsn: 1, bnsp: 1 });
  });

  it("equals the AUCs pair by pair", () => {
    fc.assert(
      fc.property(scored, fc.func(fc.boolean()), ({ scores, labels }, isMember) => {
        const members = scores.flatMap((_, at) => (isMember(at) ? [at] : []));
        const slow = (keep: (own: boolean, positive: boolean) => boolean) => {
          const kept = scores.map((_, at) => at).filter((at) => keep(members.includes(at), labels[at] === 1));
          return slowAuc({
            scores: kept.map((at) => scores[at] as number),
            labels: kept.map((at) => labels[at] as number),
          });
        };
        const [found] = groupAucs({ scores, labels }, new Map([["a", members]]));
        expect(found).toMatchObject({
          subgroup: slow((own) => own),
          bpsn: slow((own, positive) => own !== positive),
          bnsp: slow((own, positive) => own === positive),
        });
      }),
    );
  });
});

describe("bootstrapInterval", () => {
  const rows = {
    scores: Array.from({ length: 200 }, (_, at) => at),
    labels: Array.from({ length: 200 }, (_, at) => (at % 3 === 0 || at > 150 ? 1 : 0)),
  };

  it("holds the figure and is the same for the same seed", () => {
    const interval = bootstrapInterval(rows, auc);
    expect(interval.low).toBeLessThan(auc(rows));
    expect(interval.high).toBeGreaterThan(auc(rows));
    expect(bootstrapInterval(rows, auc)).toEqual(interval);
  });
});

describe("rankCorrelation", () => {
  it("is 1 for the same order on any scale, -1 for the opposite, and shares the ranks of ties", () => {
    expect(rankCorrelation([1, 2, 3, 10], [0.1, 0.2, 5, 6])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3.
    expect(rankCorrelation([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });
});
