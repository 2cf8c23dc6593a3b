import { Failure } from "./failure";

export const TASK_STATES = ["open", "leased", "held", "closed"] as const;
export type TaskState = (typeof TASK_STATES)[number];

/**
 * The life of a review task. `held` is a decision in its undo window. The store writes each event as a
 * compare-and-set from its `from` state, so a task moves once whoever races.
 */
export const TASK_EVENTS = {
  claim: { from: "open", to: "leased" },
  release: { from: "leased", to: "open" },
  skip: { from: "leased", to: "open" },
  expire: { from: "leased", to: "open" },
  escalate: { from: "leased", to: "open" },
  decide: { from: "leased", to: "held" },
  undo: { from: "held", to: "leased" },
  /** Its decision was one of several made together, and they were taken back. */
  reopen: { from: "held", to: "open" },
  /** More people are to be asked, or a lead. */
  collect: { from: "held", to: "open" },
  settle: { from: "held", to: "closed" },
} as const satisfies Record<string, { from: TaskState; to: TaskState }>;
export type TaskEvent = keyof typeof TASK_EVENTS;

/** The state after an event. Throws a `conflict` Failure when the event does not fit the state. */
export function transition(state: TaskState, event: TaskEvent): TaskState {
  const { from, to } = TASK_EVENTS[event];
  if (state !== from) throw new Failure("conflict", `A task that is ${state} cannot ${event}.`);
  return to;
}

/** What a write with a lease finds when the lease no longer holds; null when it does. */
export function leaseProblem(
  task: { state: TaskState; leaseOwner: string | null; leaseToken: number } | null,
  holder: { userId: string; leaseToken: number },
): Failure | null {
  if (!task) return new Failure("not_found", "This task does not exist any more.");
  if (task.state === "leased" && task.leaseOwner === holder.userId && task.leaseToken === holder.leaseToken)
    return null;
  if (task.state === "held" || task.state === "closed")
    return new Failure(
      "stale_lease",
      "Somebody else has decided this item in the meantime. Nothing you need to do: the next one is ready.",
    );
  return new Failure(
    "stale_lease",
    "Your hold on this item ran out and it went back to the queue. Your note is kept; take the next item.",
  );
}
