import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leaseProblem, TASK_EVENTS, TASK_STATES, type TaskEvent, type TaskState, transition } from "./review";

describe("transition", () => {
  it("accepts an event from its own state alone", () => {
    for (const state of TASK_STATES)
      for (const event of Object.keys(TASK_EVENTS) as TaskEvent[]) {
        if (TASK_EVENTS[event].from === state) expect(transition(state, event)).toBe(TASK_EVENTS[event].to);
        else expect(() => transition(state, event)).toThrow(/cannot/);
      }
  });

  it("reaches `closed` only through a decision, and never leaves it", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...(Object.keys(TASK_EVENTS) as TaskEvent[]))), (events) => {
        let state: TaskState = "open";
        let decided = false;
        for (const event of events) {
          try {
            state = transition(state, event);
          } catch {
            continue;
          }
          if (event === "decide") decided = true;
          if (event === "undo") decided = false;
        }
        return state !== "closed" || decided;
      }),
    );
  });
});

describe("leaseProblem", () => {
  const me = { userId: "usr_1", leaseToken: 3 };
  const leased = { state: "leased" as const, leaseOwner: "usr_1", leaseToken: 3 };

  it("lets the holder write", () => expect(leaseProblem(leased, me)).toBeNull());

  it("refuses an older token, another holder and a settled task with a kind message", () => {
    expect(leaseProblem({ ...leased, leaseToken: 4 }, me)?.code).toBe("stale_lease");
    expect(leaseProblem({ ...leased, leaseOwner: "usr_2" }, me)?.message).toMatch(/Your note is kept/);
    expect(leaseProblem({ ...leased, state: "closed" }, me)?.message).toMatch(/Somebody else/);
    expect(leaseProblem(null, me)?.code).toBe("not_found");
  });
});
