import { stableHash } from "../../lib/training/datasets";
import type { HeldOutText } from "../../lib/training/set-reader";

const HELD_OUT_PER_SET = 1_000;
const TEMPLATE_TEXTS = 2_500;
/** The set of templates, which is left out where ordinary texts are asked for. */
export const TEMPLATES = "bias_madlibs_en_intersectional_DEV";

/** At most so many texts of each set and split, drawn by their hash and weighted up to stand for all. */
export function sampledHeldOut(rows: readonly HeldOutText[]): HeldOutText[] {
  const groups = new Map<string, HeldOutText[]>();
  for (const row of rows) {
    const name = `${row.source} ${row.split}`;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return Array.from(groups, ([name, group]) => {
    const most = name.startsWith(TEMPLATES) ? TEMPLATE_TEXTS : HELD_OUT_PER_SET;
    const factor = Math.max(1, group.length / most);
    return group
      .map((row) => ({
        row: { ...row, weight: row.weight * factor },
        order: stableHash(`${row.text} order`),
      }))
      .sort((a, b) => a.order - b.order)
      .slice(0, most)
      .map(({ row }) => row);
  }).flat();
}
