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
 * Sort key within a priority, smaller first: the moment of arrival in seconds, less a head start for expected harm
 * of at most half the time until due. Because the head start is bounded, whatever has waited longer than that is
 * ahead of every newcomer: nothing starves.
 */
export function rankOf(priority: Priority, harm: number, arrivedMs: number): number {
  return arrivedMs / 1000 - Math.min(1, Math.max(0, harm)) * (DUE_SECONDS[priority] / 2);
}
