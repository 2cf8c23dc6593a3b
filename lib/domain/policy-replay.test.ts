import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type PolicyBody } from "./policy";
import { policyDiff } from "./policy-history";
import { type ReplayItem, replayPolicies } from "./policy-replay";
import type { Category, Scores } from "./taxonomy";
import { stageResultSchema } from "./verdict";

const stage = (fields: object) =>
  stageResultSchema.parse({
    stage: "text-screen",
    model: "text-screen@1",
    modality: "text",
    ms: 1,
    outcome: "continue",
    ...fields,
  });

let made = 0;
const item = (scores: Scores, extra: object[] = [], receivedAt = "2026-03-01T00:00:00Z"): ReplayItem => ({
  id: `itm_${++made}`,
  contentId: `post-${made}`,
  excerpt: "A post",
  receivedAt,
  results: [...extra.map(stage), stage({ scores })],
});

const change = (category: Category, fields: object): PolicyBody => ({
  ...DEFAULT_POLICY,
  categories: {
    ...DEFAULT_POLICY.categories,
    [category]: { ...DEFAULT_POLICY.categories[category], ...fields },
  },
});

const rule = (action: string) => ({
  stage: "rules",
  model: "rules@3",
  matches: [{ entryId: "lst_1", kind: "keyword", value: "x", category: "spam", action, start: 0, end: 1 }],
});

describe("replayPolicies", () => {
  const items = [
    item({ toxicity: 0.25 }),
    item({ toxicity: 0.7 }, [], "2026-03-03T00:00:00Z"),
    item({ toxicity: 0.99 }),
    item({ spam: 0.1 }, [rule("block")]),
  ];

  it("finds nothing to change under the same policy", () => {
    const replay = replayPolicies(items, DEFAULT_POLICY, DEFAULT_POLICY);
    expect(replay.changes).toEqual([]);
    expect(replay.before).toEqual({ APPROVE: 1, FLAG: 1, BLOCK: 2 });
    expect(replay.after).toEqual(replay.before);
    expect(replay.days).toBe(2);
  });

  it("says which items change side, and what it costs in reviews", () => {
    const stricter = change("toxicity", { review: 0.2 });
    const replay = replayPolicies(items, DEFAULT_POLICY, stricter);
    expect(replay.after).toEqual({ APPROVE: 0, FLAG: 2, BLOCK: 2 });
    expect(
      replay.changes.map(({ item: { id }, before, after }) => [id, before.decision, after.decision]),
    ).toEqual([[items[0]?.id, "APPROVE", "FLAG"]]);
    expect(replay.reviews.before).toBeCloseTo(1 + DEFAULT_POLICY.spotCheckRate);
    expect(replay.reviews.after).toBe(2);
  });

  it("leaves with a person what no model could judge, whatever the thresholds", () => {
    const unjudged: ReplayItem = {
      ...item({}),
      results: [stage({ ...rule("flag"), matches: [] }), stage({ outcome: "timeout", reason: "slow" })],
    };
    const foreign: ReplayItem = { ...item({}), results: [stage({ covered: false })] };
    const lenient = change("toxicity", { review: 1, block: 1 });
    expect(replayPolicies([unjudged, foreign], DEFAULT_POLICY, lenient).after.FLAG).toBe(2);
  });

  it("counts an empty sample as nothing", () => {
    const replay = replayPolicies([], DEFAULT_POLICY, DEFAULT_POLICY);
    expect(replay).toMatchObject({ changes: [], days: 0, reviews: { before: 0, after: 0 } });
  });
});

describe("policyDiff", () => {
  it("names each field that differs, an absent one as null", () => {
    const after = { ...change("profanity", { warn: undefined, severity: 2 }), spotCheckRate: 0.05 };
    expect(policyDiff(DEFAULT_POLICY, after)).toEqual([
      { path: "profanity.warn", title: "Profanity: warning threshold", from: 0.75, to: null },
      { path: "profanity.severity", title: "Profanity: severity", from: 1, to: 2 },
      { path: "spotCheckRate", title: "Share of approvals that a person checks", from: 0.01, to: 0.05 },
    ]);
    expect(policyDiff(DEFAULT_POLICY, DEFAULT_POLICY)).toEqual([]);
  });
});
