import type { PolicyBody } from "./policy";
import type { Category, Priority } from "./taxonomy";
import type { Verdict } from "./verdict";

/** Time until a task of this priority is due, in seconds. */
export const DUE_SECONDS: Record<Priority, number> = { high: 5 * 60, medium: 2 * 3600, low: 24 * 3600 };

/** Categories whose items wait for nobody: a life may be at stake, or the law asks for speed. */
const URGENT: readonly Category[] = ["self_harm", "violence"];
/** Probability from which an urgent category counts. */
const URGENT_SCORE = 0.5;
/** Audience from which an item counts as viral. */
const VIRAL_REACH = 10_000;

export interface Placement {
  priority: Priority;
  /** Expected harm in [0, 1]: severity x reach x uncertainty. */
  harm: number;
}

/** Which queue priority a judged item belongs to, and how much harm it may do while it waits. */
export function placeItem(verdict: Verdict, policy: PolicyBody, reach: number | null): Placement {
  return { priority: priorityOf(verdict, reach), harm: expectedHarm(verdict, policy, reach) };
}

function priorityOf(verdict: Verdict, reach: number | null): Priority {
  if (verdict.reviewReason === "spot_check") return "low";
  const urgent = URGENT.some(
    (category) => verdict.decidedBy.includes(category) && (verdict.scores[category] ?? 0) >= URGENT_SCORE,
  );
  if (urgent || verdict.decidedBy.includes("self_harm") || (reach ?? 0) >= VIRAL_REACH) return "high";
  if (verdict.confidence < 0.7) return "high";
  return verdict.confidence < 0.85 ? "medium" : "low";
}

/** Severity (of the gravest suspected category) x reach (log scale, 1 at a million) x uncertainty, each in [0, 1]. */
export function expectedHarm(verdict: Verdict, policy: PolicyBody, reach: number | null): number {
  const severity =
    Math.max(1, ...verdict.decidedBy.map((category) => policy.categories[category].severity)) / 5;
  const audience = Math.min(1, Math.log10(1 + (reach ?? 100)) / 6);
  const uncertainty = 1 - verdict.confidence;
  return severity * (0.25 + 0.75 * audience) * (0.25 + 0.75 * uncertainty);
}

/**
 * Deadlines are kept in whole slots of this many seconds; within a slot the order is by expected harm, then by age.
 * It is the margin that harm is given: a tenth of the time until due at most.
 */
export const SLOT_SECONDS: Record<Priority, number> = { high: 30, medium: 5 * 60, low: 15 * 60 };

/** When a task is due, in milliseconds since 1970. */
export function dueMs(priority: Priority, arrivedMs: number): number {
  return arrivedMs + DUE_SECONDS[priority] * 1000;
}

/**
 * First sort key of the queues, smaller first: the start of the slot that the deadline lies in, in seconds since
 * 1970. Earliest deadline first keeps every deadline that any order could keep (Liu and Layland 1973), so whatever
 * arrives while it can be kept up with, nothing starves; docs/decisions/075 has the argument.
 */
export function rankOf(priority: Priority, arrivedMs: number): number {
  const slot = SLOT_SECONDS[priority];
  return Math.floor(dueMs(priority, arrivedMs) / 1000 / slot) * slot;
}
