import { expect, it } from "vitest";
import { DEFAULT_POLICY, policyBodySchema } from "#lib/domain/policy";
import { clauseIds, clausesOf } from "#lib/domain/policy-tree";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { nextClauseId } from "./clause-list";

it("numbers a new clause after the ones there are", () => {
  expect(nextClauseId(["H-1", "H-4"], "H-1")).toBe("H-5");
  expect(nextClauseId(["Own"], "H-1")).toBe("H-1");
  expect(nextClauseId([], "Rule")).toBe("Rule1");
});

it.each(CATEGORIES)("gives a clause added to %s an id that no other category has", (category) => {
  const entry = DEFAULT_POLICY.categories[category];
  const id = nextClauseId(clauseIds(DEFAULT_POLICY), entry.clause);
  const added = { id, title: "New clause", rule: "Say what is not allowed.", severity: 2 };
  const clauses = [...clausesOf(category, entry), added];
  const categories = { ...DEFAULT_POLICY.categories, [category]: { ...entry, clauses } };
  expect(policyBodySchema.safeParse({ ...DEFAULT_POLICY, categories }).error).toBeUndefined();
});
