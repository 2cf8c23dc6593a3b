import { expect, it } from "vitest";
import { explanationOf, stageResult } from "#scripts/test/fake-cascade";
import { DEFAULT_POLICY, decide } from "./policy";
import { summariseSpans } from "./text-explanation";
import type { Explanation } from "./verdict";

it("names the figure that stands, whichever level explained it", () => {
  const spans = [{ start: 4, end: 9, weight: 2 }];
  const said = (category: Explanation["category"], score: number) =>
    explanationOf(category, summariseSpans(category, score, spans), { spans });
  const results = [
    stageResult({
      stage: "text-screen",
      scores: { toxicity: 0.62, harassment: 0.4, profanity: 0.5 },
      explanations: [
        said("toxicity", 0.62),
        said("profanity", 0.5),
        explanationOf("harassment", "picture", { modality: "image" }),
      ],
    }),
    stageResult({
      stage: "text-deep",
      scores: { toxicity: 0.41, harassment: 0.8 },
      explanations: [said("harassment", 0.8)],
    }),
    stageResult({ stage: "image-text", channel: "image-text", modality: "image", scores: { toxicity: 0.9 } }),
  ];
  const verdict = decide({ plan: [], results, spotCheckDraw: 1 }, DEFAULT_POLICY);
  const sign = "the strongest sign, 100 % of all that points to it, is at character 5.";
  expect(verdict.explanations.map(({ summary }) => summary)).toEqual([
    `Toxicity 41 %: ${sign}`,
    `Profanity 50 %: ${sign}`,
    "picture",
    `Harassment 80 %: ${sign}`,
  ]);
});
