import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "#lib/domain/policy";
import type { StageResult } from "#lib/domain/verdict";
import { type TraceAction, type TraceState, traceReducer } from "./playground";

const stage = (name: string) => ({ name, level: 1, model: "m@1", modality: "text" as const });
const result = { stage: "a", scores: {}, matches: [], explanations: [] } as unknown as StageResult;
const verdict = { decision: "APPROVE", decidedBy: [] } as unknown as NonNullable<TraceState["verdict"]>;
const plan: TraceAction = {
  type: "plan",
  stages: [stage("a"), stage("b")],
  policyVersion: 3,
  policy: DEFAULT_POLICY,
};
const run = (...actions: TraceAction[]) =>
  actions.reduce(traceReducer, traceReducer({} as TraceState, { type: "clear" }));

describe("traceReducer", () => {
  it("follows a text from its plan to what would flip it", () => {
    expect(run({ type: "typed" }).phase).toBe("waiting");
    expect(run(plan, { type: "begin", stage: "a" })).toMatchObject({ phase: "running", current: ["a"] });
    const judged = run(
      plan,
      { type: "begin", stage: "a" },
      { type: "stage", result },
      { type: "verdict", verdict, ms: 4 },
    );
    expect(judged).toMatchObject({ phase: "searching", current: [], ms: 4, results: [{ stage: "a" }] });
    expect(traceReducer(judged, { type: "ended" }).phase).toBe("done");
    const without = [{ part: "text", decision: "APPROVE", category: "spam", score: 0.1 }] as const;
    const parts = traceReducer(judged, { type: "parts", without: [...without], ms: 9 });
    expect(parts.parts?.without).toEqual(without);
    expect(traceReducer(parts, plan).parts).toBeNull();
  });

  it("keeps what was seen while somebody types on, and forgets it with the next plan", () => {
    const judged = run(
      plan,
      { type: "stage", result },
      { type: "verdict", verdict, ms: 4 },
      { type: "ended" },
    );
    const typing = traceReducer(judged, { type: "typed" });
    expect(typing).toMatchObject({ phase: "waiting", verdict });
    expect(traceReducer(typing, plan)).toMatchObject({ phase: "running", verdict: null, results: [] });
  });

  it("says so when it breaks off, and clears with the field", () => {
    const broken = run(plan, { type: "broken", message: "gone" });
    expect(broken).toMatchObject({ phase: "error", problem: "gone" });
    expect(run(plan, { type: "ended" }).phase).toBe("error");
    expect(traceReducer(broken, { type: "clear" })).toMatchObject({ phase: "empty", problem: null });
  });
});
