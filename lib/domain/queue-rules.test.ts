import { describe, expect, it } from "vitest";
import {
  type Condition,
  queueFor,
  queueNameSchema,
  queueRuleSchema,
  type RoutingFacts,
  ruleFits,
} from "./queue-rules";

const facts: RoutingFacts = {
  kind: "review",
  priority: "medium",
  categories: ["hate", "toxicity"],
  severity: 5,
  language: "de",
  community: "gaming",
  topScore: 0.72,
};

describe("ruleFits", () => {
  it.each<[Condition, boolean]>([
    [{ field: "category", in: ["spam", "hate"] }, true],
    [{ field: "category", in: ["spam"] }, false],
    [{ field: "language", in: ["de", "fr"] }, true],
    [{ field: "language", in: ["en"] }, false],
    [{ field: "community", in: ["gaming"] }, true],
    [{ field: "community", in: ["music"] }, false],
    [{ field: "priority", in: ["high"] }, false],
    [{ field: "kind", in: ["appeal", "review"] }, true],
    [{ field: "score", from: 0.7, to: 0.8 }, true],
    [{ field: "score", from: 0.8, to: 1 }, false],
    [{ field: "severity", from: 4, to: 5 }, true],
    [{ field: "severity", from: 1, to: 4 }, false],
  ])("%j is %s", (condition, expected) => {
    expect(ruleFits([condition], facts)).toBe(expected);
  });

  it("wants every condition, and an unknown language, community or score fits none", () => {
    const language: Condition = { field: "language", in: ["de"] };
    expect(ruleFits([language, { field: "priority", in: ["high"] }], facts)).toBe(false);
    const unknown = { ...facts, language: null, community: null, topScore: null };
    for (const condition of [
      language,
      { field: "community", in: ["gaming"] },
      { field: "score", from: 0, to: 1 },
    ] as Condition[])
      expect(ruleFits([condition], unknown)).toBe(false);
  });
});

describe("queueFor", () => {
  const queue = (name: string, position: number, ...rule: Condition[]) => ({ name, position, rule });

  it("takes the first that fits by position, else none", () => {
    const german = queue("german", 2, { field: "language", in: ["de"] });
    const grave = queue("grave", 1, { field: "severity", from: 5, to: 5 });
    expect(queueFor([german, grave], facts)).toBe(grave);
    expect(queueFor([german, grave], { ...facts, severity: 2 })).toBe(german);
    expect(queueFor([german, grave], { ...facts, severity: 2, language: "en" })).toBeNull();
  });
});

describe("what is refused", () => {
  it("names a rule without conditions, and queues called general or with odd letters", () => {
    expect(queueRuleSchema.safeParse([]).success).toBe(false);
    expect(queueNameSchema.safeParse("general").success).toBe(false);
    expect(queueNameSchema.safeParse("Self harm").success).toBe(false);
    expect(queueNameSchema.safeParse("self-harm").success).toBe(true);
  });
});
