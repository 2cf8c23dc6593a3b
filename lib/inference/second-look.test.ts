import { describe, expect, it } from "vitest";
import { placed, raisedScores } from "./second-look";
import type { TextOutput } from "./text-outputs";

describe("raisedScores", () => {
  it("counts a stretch only where it is surely harmful and says more than the whole", () => {
    const raised = raisedScores(
      { toxicity: 0.1, hate: 0.95, violence: 0.01 },
      { toxicity: 0.9, hate: 0.9, harassment: 0.5, violence: 0.4 },
    );
    expect(Object.keys(raised)).toEqual(["toxicity", "violence"]);
    expect(raisedScores({}, { profanity: 1, misinformation: 1 })).toEqual({});
  });

  it("does not forget what stands around it: between both, nearer to the stretch", () => {
    const { toxicity = 0 } = raisedScores({ toxicity: 0.1 }, { toxicity: 0.9 });
    expect(toxicity).toBeGreaterThan(0.5);
    expect(toxicity).toBeLessThan(0.9);
  });
});

it("takes the silence of a whole that was not scored for no word against the stretch", () => {
  const { violence = 0 } = raisedScores({ toxicity: 0.01 }, { violence: 0.95 });
  expect(violence).toBeGreaterThan(0.8);
  expect(violence).toBeLessThan(0.95);
});

describe("placed", () => {
  it("puts the marks of a stretch where it stands in the text, of raised categories alone", () => {
    const output = {
      explanations: [
        { category: "toxicity", spans: [{ start: 2, end: 5, weight: 1.5 }], gap: 0.09 },
        { category: "hate", spans: [] },
      ],
    } as unknown as TextOutput;
    const apart = { stretch: { start: 40, end: 80 }, output, scores: {} };
    expect(placed(apart, { toxicity: 0.9 })).toEqual([
      { category: "toxicity", spans: [{ start: 42, end: 45, weight: 1.5 }], gap: 0.09 },
    ]);
  });
});
