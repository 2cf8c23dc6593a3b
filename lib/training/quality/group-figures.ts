import type { GroupAuc } from "../metrics";
import type { Question } from "./labels";
import { figure, textTable } from "./text-table";

/** What one label's question looks like group by group. */
export interface GroupFigures {
  label: string;
  question: Question;
  groups: GroupAuc[];
}

/** Rows that say yes, and rows that say no, that an AUC of groups needs: with fewer it says more of chance than of the group. */
export const LEAST_OF_A_KIND = 10;

/** The AUCs of each group as a table for a terminal; "-" where there are too few rows. */
export function groupTable(figures: readonly GroupFigures[]): string {
  return textTable(
    ["label", "as", "group", "rows", "positive", "subgroup AUC", "BPSN AUC", "BNSP AUC"],
    figures.flatMap(({ label, question, groups }) =>
      groups.map(({ group, rows, positives, subgroup, bpsn, bnsp }) => [
        label,
        question.join("|"),
        group,
        String(rows),
        String(positives),
        ...[subgroup, bpsn, bnsp].map(figure),
      ]),
    ),
  );
}

/** A line per label: how far the best and the worst group's subgroup AUC are apart, and how many groups have none. */
export function gapLines(figures: readonly GroupFigures[], least = LEAST_OF_A_KIND): string[] {
  return figures.map(({ label, groups }) => {
    const ranked = groups
      .filter(({ subgroup }) => !Number.isNaN(subgroup))
      .sort((a, b) => a.subgroup - b.subgroup);
    const small = groups.length - ranked.length;
    const [worst, best] = [ranked[0], ranked.at(-1)];
    const enough = `${least} rows that say yes and ${least} that say no`;
    if (!worst || !best || ranked.length < 2)
      return `${label}: no gap between groups: ${ranked.length} of ${groups.length} have ${enough}`;
    const gap = figure(best.subgroup - worst.subgroup);
    const named = ({ subgroup, group }: GroupAuc) => `${figure(subgroup)} (${group})`;
    const without = small > 0 ? `; ${small} of ${groups.length} groups lack ${enough}` : "";
    return `${label}: subgroup AUC from ${named(worst)} to ${named(best)}, gap ${gap}${without}`;
  });
}
