import { describe, expect, it } from "vitest";
import type { DeskTask } from "./desk";
import { REVIEW_REASONS } from "./verdict";
import { whyHere } from "./why-here";

const verdict: NonNullable<DeskTask["verdict"]> = {
  decision: "FLAG",
  interventions: [],
  scores: {},
  overallSafetyScore: 1,
  confidence: 1,
  decidedBy: ["hate", "harassment"],
  reviewReason: "score",
  explanations: [],
  policyVersion: 1,
  modelVersions: {},
  processingMs: 1,
};

describe("whyHere", () => {
  it("names the categories that decided", () => {
    expect(whyHere(verdict)).toBe("The models are unsure about Hate and Harassment.");
    expect(whyHere({ ...verdict, reviewReason: null, decision: "BLOCK" })).toContain("Hate and Harassment");
  });

  it("has a sentence for every reason, and for none", () => {
    const sentences = REVIEW_REASONS.map((reviewReason) => whyHere({ ...verdict, reviewReason }));
    expect(new Set([...sentences, whyHere(null)]).size).toBe(REVIEW_REASONS.length + 1);
    for (const sentence of sentences) expect(sentence).toMatch(/\.$/);
  });
});
