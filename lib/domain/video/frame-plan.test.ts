import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planFrames, spreadEvenly } from "./frame-plan";

const candidates = fc
  .array(
    fc.record({
      gap: fc.double({ min: 0.03, max: 3, noNaN: true }),
      change: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    {
      minLength: 1,
      maxLength: 200,
    },
  )
  .map((list) => {
    let at = 0;
    return list.map(({ gap, change }) => {
      at += gap;
      return { at, change };
    });
  });

describe("the plan of frames", () => {
  it("takes all while there is room", () => {
    expect(planFrames([{ at: 0, change: 0 }], 10)).toEqual({ indices: [0], complete: true });
  });

  it("takes as many as it may, in order, the first among them, and says when some are left out", () => {
    fc.assert(
      fc.property(candidates, fc.integer({ min: 4, max: 60 }), (list, most) => {
        const { indices, complete } = planFrames(list, most);
        expect(indices).toHaveLength(Math.min(most, list.length));
        expect(complete).toBe(list.length <= most);
        expect(indices[0]).toBe(0);
        expect([...new Set(indices)].sort((a, b) => a - b)).toEqual(indices);
      }),
    );
  });

  it("prefers the greatest changes after the steady rate", () => {
    const list = Array.from({ length: 100 }, (_, index) => ({
      at: index / 50,
      change: index === 77 ? 0.9 : 0.4,
    }));
    expect(planFrames(list, 4).indices).toContain(77);
  });
});

describe("an even spread", () => {
  it("has both ends", () => {
    expect(spreadEvenly(100, 5)).toEqual([0, 25, 50, 74, 99]);
    expect(spreadEvenly(3, 5)).toEqual([0, 1, 2]);
    expect(spreadEvenly(0, 5)).toEqual([]);
  });
});
