import { PRIORITIES, type Priority } from "./taxonomy";

/** What the order of service looks at. `rank` (`rankOf`) and `due` in seconds since 1970, ids sort by age. */
export interface Waiting {
  id: string;
  priority: Priority;
  rank: number;
  due: number;
  /** Expected harm in [0, 1]. */
  harm: number;
}

/**
 * While a deadline is broken, this share of claims still goes to whatever has been late longest; the others go by
 * priority. It bounds how long overload can hold back a low task.
 */
export const LONGEST_LATE_SHARE = 0.25;

/** Deadline, then expected harm, then age. */
export function byDeadline(a: Waiting, b: Waiting): number {
  return a.rank - b.rank || b.harm - a.harm || (a.id < b.id ? -1 : 1);
}

/** Priority first, then as `byDeadline`. */
export function byPriority(a: Waiting, b: Waiting): number {
  return PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || byDeadline(a, b);
}

/**
 * The order of the next claim. As long as every deadline is kept: earliest deadline first. Once one is broken the work
 * is more than the people can do, and the gravest goes first, save for a share.
 *
 * @param now seconds since 1970
 * @param draw uniform in [0, 1)
 */
export function claimOrder(
  waiting: Pick<Waiting, "due">[],
  now: number,
  draw: number,
): "deadline" | "priority" {
  const late = waiting.some(({ due }) => due < now);
  return late && draw >= LONGEST_LATE_SHARE ? "priority" : "deadline";
}

/** The task to serve next; null when none waits. */
export function nextTask<T extends Waiting>(waiting: T[], now: number, draw: number): T | null {
  const order = claimOrder(waiting, now, draw) === "deadline" ? byDeadline : byPriority;
  return [...waiting].sort(order)[0] ?? null;
}
