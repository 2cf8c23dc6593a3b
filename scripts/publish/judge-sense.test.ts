import { describe, expect, it } from "vitest";
import { blendScores } from "../../lib/domain/text/blend-scores";
import type { BothSaid } from "./both-levels";
import { type ExitEvidence, exitRows, exitTrials } from "./exit-evidence";
import { refined, withSense } from "./judge-sense";

const said = (over: Partial<BothSaid> = {}): BothSaid => ({
  ...{
    first: { hate: 0.05 },
    both: {},
    deep: {},
    second: { hate: 0.2, spam: 0.1 },
    isDeep: true,
    language: "en",
  },
  ...over,
});
const BLEND = { hate: { weight: 0.5, calibration: { kind: "platt", slope: 1, offset: 0 } } } as const;

describe("withSense", () => {
  it("asks of English texts alone that level 2 has judged", async () => {
    const asked: string[] = [];
    const sense = {
      scores: async (texts: readonly string[]) => {
        asked.push(...texts);
        return texts.map((text) => ({ hate: text.length / 10 }));
      },
    };
    const all = [said(), said({ language: "pt" }), said({ isDeep: false }), said()];
    const heard = await withSense(all, ["one", "um", "?", "three"], sense);
    expect(asked).toEqual(["one", "three"]);
    expect(heard.map((each) => each.sense)).toEqual([{ hate: 0.3 }, undefined, undefined, { hate: 0.5 }]);
    expect(await withSense(all, ["one", "um", "?", "three"], undefined)).toEqual(all);
  });
});

describe("refined", () => {
  it("joins what level 2 says with it, and keeps what that was before", () => {
    const joined = refined(said({ sense: { hate: 0.8 } }), BLEND);
    expect(joined.second.hate).toBe(blendScores({ hate: 0.2 }, { hate: 0.8 }, BLEND).hate);
    expect(joined.second.spam).toBe(0.1);
    expect(joined.before).toEqual({ hate: 0.2, spam: 0.1 });
  });

  it("leaves a text as it is that it did not judge, or where no join was derived", () => {
    expect(refined(said(), BLEND)).toEqual(said());
    expect(refined(said({ sense: { hate: 0.8 } }), undefined).second).toEqual(said().second);
  });
});

describe("exitTrials", () => {
  it("stops by what it is told to, and counts as caught what the whole cascade sends to a person", () => {
    const evidence = {
      copies: [[said({ second: { hate: 0.9 }, before: { hate: 0.3 } }), said({ second: { hate: 0.01 } })]],
      hard: [said({ second: { hate: 0.9 } }), said({ second: { hate: 0.01 } })],
      unseen: { choose: [said({ second: { hate: 0.01 } })], tell: [] },
    } as unknown as ExitEvidence;
    const trials = exitTrials(evidence, ({ before = {} }) => before, {});
    expect(trials.copies).toEqual([
      [
        { first: { hate: 0.3 }, caught: true },
        { first: {}, caught: false },
      ],
    ]);
    expect(trials.hard).toEqual([{ first: {}, caught: true }]);
    expect(trials.unseen).toEqual([]);
    const row = { text: "x" } as never;
    expect(exitRows([{ row, said: said() }], ({ first }) => first)).toEqual([
      { row, first: { hate: 0.05 }, second: said().second },
    ]);
  });
});
