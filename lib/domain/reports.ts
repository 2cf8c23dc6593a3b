import type { Category, Priority } from "./taxonomy";

/** Below this weight altogether, reports are kept but nobody is sent to look: these reporters are nearly always wrong. */
export const LEAST_WEIGHT = 0.15;
/** Weight from which a person looks sooner: two newcomers, four newcomers. */
const MEDIUM = 1;
const HIGH = 2;
/** Where a life may be at stake, one newcomer's word is enough. */
const URGENT: readonly Category[] = ["self_harm", "violence"];
const URGENT_WEIGHT = 0.4;

/**
 * How often a reporter is right: the mean of a Beta(1, 1) posterior over their settled reports, 0.5 for somebody new.
 * @param record reports of theirs that people agreed with, and that they did not
 */
export function reporterWeight(record: { upheld: number; dismissed: number }): number {
  return (record.upheld + 1) / (record.upheld + record.dismissed + 2);
}

/** How soon a person should look at a post, from all reports that are open on it; null: not because of these. */
export function reportPriority(open: { weight: number; category: Category | null }[]): Priority | null {
  const total = open.reduce((sum, report) => sum + report.weight, 0);
  const urgent = open.some(
    ({ weight, category }) => category !== null && URGENT.includes(category) && weight >= URGENT_WEIGHT,
  );
  if (urgent || total >= HIGH) return "high";
  if (total >= MEDIUM) return "medium";
  return total >= LEAST_WEIGHT ? "low" : null;
}

/** Expected harm in [0, 1] as far as reports tell, for the place within a priority. */
export function reportHarm(open: { weight: number }[]): number {
  const missed = open.reduce((product, { weight }) => product * (1 - weight), 1);
  return 1 - missed;
}
