import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sustainedScore, sustainedScores, tellingFrame } from "./sustained-evidence";

const score = fc.double({ min: 0, max: 1, noNaN: true });
const film = fc.array(score, { minLength: 2, maxLength: 40 });
const median = (a: number, b: number, c: number) => [a, b, c].sort((x, y) => x - y)[1] as number;

describe("sustained evidence", () => {
  it("lies between the least and the worst frame", () => {
    fc.assert(
      fc.property(film, (scores) => {
        const sustained = sustainedScore(scores);
        expect(sustained).toBeLessThanOrEqual(Math.max(...scores));
        expect(sustained).toBeGreaterThanOrEqual(Math.min(...scores));
      }),
    );
  });

  it("is the worst median of three, and of two at the ends", () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 3, maxLength: 40 }), (scores) => {
        const medians = scores
          .slice(2)
          .map((last, at) => median(scores[at] as number, scores[at + 1] as number, last));
        const ends = [scores.slice(0, 2), scores.slice(-2)].map((pair) => Math.min(...pair));
        expect(sustainedScore(scores)).toBe(Math.max(...medians, ...ends));
      }),
    );
  });

  it("is not moved by one noisy frame beyond what the others say", () => {
    fc.assert(
      fc.property(film, fc.nat(), score, (scores, where, noise) => {
        const at = where % scores.length;
        const others = scores.filter((_, index) => index !== at);
        const noisy = scores.map((each, index) => (index === at ? noise : each));
        expect(sustainedScore(noisy)).toBeLessThanOrEqual(Math.max(...others));
      }),
    );
  });

  it("counts two frames in a row in full", () => {
    fc.assert(
      fc.property(film, fc.nat(), score, (scores, where, harm) => {
        const at = where % (scores.length - 1);
        const shown = scores.map((each, index) =>
          index === at || index === at + 1 ? Math.max(each, harm) : each,
        );
        expect(sustainedScore(shown)).toBeGreaterThanOrEqual(harm);
      }),
    );
  });

  it("never falls when a frame gets worse, nor when the film goes on", () => {
    fc.assert(
      fc.property(film, fc.nat(), score, (scores, where, more) => {
        const at = where % scores.length;
        const worse = scores.map((each, index) => (index === at ? Math.max(each, more) : each));
        expect(sustainedScore(worse)).toBeGreaterThanOrEqual(sustainedScore(scores));
        expect(sustainedScore([...scores, more])).toBeGreaterThanOrEqual(sustainedScore(scores));
      }),
    );
  });

  it("is the same backwards", () => {
    fc.assert(
      fc.property(film, (scores) => {
        expect(sustainedScore([...scores].reverse())).toBe(sustainedScore(scores));
      }),
    );
  });

  it("of one frame is that frame, and of none is nothing", () => {
    expect(sustainedScore([0.7])).toBe(0.7);
    expect(sustainedScore([])).toBe(0);
    expect(sustainedScores([])).toEqual({});
  });

  it("keeps categories apart, and those that nobody scored out", () => {
    const frames = [
      { at: 0, scores: { sexual: 0.9, violence: 0.1 } },
      { at: 1, scores: { sexual: 0.1, violence: 0.8 } },
      { at: 2, scores: { sexual: 0.2, violence: 0.7 } },
    ];
    expect(sustainedScores(frames)).toEqual({ sexual: 0.2, violence: 0.7 });
  });
});

describe("the telling frame", () => {
  it("is the worst of those that last, not the flash", () => {
    const frames = [0.1, 0.99, 0.1, 0.1, 0.6, 0.7, 0.2].map((sexual, at) => ({ at, scores: { sexual } }));
    expect(tellingFrame(frames, "sexual")).toBe(5);
  });

  it("bears out the score it stands for", () => {
    fc.assert(
      fc.property(film, (scores) => {
        const frames = scores.map((sexual, at) => ({ at, scores: { sexual } }));
        const index = tellingFrame(frames, "sexual");
        expect(frames[index]?.scores.sexual).toBeGreaterThanOrEqual(sustainedScore(scores));
      }),
    );
  });

  it("is none where nothing was scored", () => {
    expect(tellingFrame([], "sexual")).toBe(-1);
    expect(tellingFrame([{ at: 0, scores: {} }], "sexual")).toBe(-1);
  });
});
