import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, policyBodySchema } from "./policy";
import { policyDiff } from "./policy-history";
import { clauseLine, clausesOf, fillMessage, findReason, messageFor, reasonsOf } from "./policy-tree";
import { CATEGORIES } from "./taxonomy";

const old = structuredClone(DEFAULT_POLICY);
for (const category of CATEGORIES) delete old.categories[category].clauses;

describe("clauses", () => {
  it("of a version without a tree are its own rules, one per category", () => {
    expect(policyBodySchema.safeParse(old).success).toBe(true);
    expect(reasonsOf(old, CATEGORIES)).toHaveLength(9);
    expect(clausesOf("hate", old.categories.hate)).toEqual([
      { id: "H-1", title: "Hate", rule: old.categories.hate.rule, severity: 5 },
    ]);
    expect(clauseLine(findReason(old, "H-1")!)).toBe(`H-1 Hate: ${old.categories.hate.rule}`);
  });

  it("of a new organisation start with the rule of each category", () => {
    for (const category of CATEGORIES) {
      const entry = DEFAULT_POLICY.categories[category];
      const [first] = clausesOf(category, entry);
      expect(first).toMatchObject({ id: entry.clause, severity: entry.severity });
    }
    expect(findReason(DEFAULT_POLICY, "V-2")).toMatchObject({ category: "violence" });
    expect(findReason(DEFAULT_POLICY, "X-1")).toBeNull();
  });

  it("have ids that are theirs alone", () => {
    const twice = structuredClone(DEFAULT_POLICY);
    twice.categories.spam.clauses = [{ id: "H-1", title: "Copied", rule: "Same id.", severity: 1 }];
    expect(policyBodySchema.safeParse(twice).error?.issues[0]?.message).toContain("H-1");
  });

  it("show up in what differs between two versions", () => {
    const changed = structuredClone(DEFAULT_POLICY);
    changed.categories.spam.clauses![1]!.severity = 4;
    expect(policyDiff(DEFAULT_POLICY, changed)).toEqual([
      { path: "spam.clauses.F-2.severity", title: "Spam and scams: clause F-2, severity", from: 3, to: 4 },
    ]);
    expect(policyDiff(old, DEFAULT_POLICY).every(({ path }) => path.includes(".clauses."))).toBe(true);
  });
});

describe("messages", () => {
  const facts = { content_id: "post-7", organization: "Harbour Forum" };
  const reason = findReason(DEFAULT_POLICY, "F-1")!;

  it("fill in what they know and leave the rest", () => {
    expect(fillMessage("{rule} {what}", { ...facts, rule: "No adverts.", clause: "F-1" })).toBe(
      "No adverts. {what}",
    );
  });

  it("have a standard text that names the rule", () => {
    expect(messageFor(reason, facts)).toContain(`rule of Harbour Forum: ${reason.clause.rule}`);
    const own = { ...reason, clause: { ...reason.clause, message: "{clause}: please do not advertise." } };
    expect(messageFor(own, facts)).toBe("F-1: please do not advertise.");
  });
});
