import { expect, it } from "vitest";
import { nextClauseId } from "./clause-list";

const clause = (id: string) => ({ id, title: "A title", rule: "A rule.", severity: 2 });

it("numbers a new clause after the ones there are", () => {
  expect(nextClauseId([clause("H-1"), clause("H-4")], "H-1")).toBe("H-5");
  expect(nextClauseId([clause("Own")], "H-1")).toBe("H-1");
  expect(nextClauseId([], "Rule")).toBe("Rule1");
});
