/** The words without which a decision would have been another. */
export interface Counterfactual {
  /** Positions of the removed words, ascending. */
  removed: number[];
  /** Score with those words removed; below the threshold. */
  score: number;
  /** Forward passes spent. */
  passes: number;
}

/** Scores texts given by the positions of the words that stay; one forward pass each. */
export type ScoreKept = (kept: readonly (readonly number[])[]) => Promise<readonly number[]>;

export interface CounterfactualSearch {
  /** How much each word speaks for the decision; the search removes the highest first. */
  contributions: readonly number[];
  /** The score below which the decision flips. */
  threshold: number;
  score: ScoreKept;
  /** Most forward passes. */
  budget?: number;
}

const BUDGET = 32;
const SINGLES = 8;

/**
 * Looks for a small set of words whose removal takes the score below the threshold: first the strongest words
 * one by one, then the shortest flipping prefix of the ranking by bisection, from which words that turn out
 * not to matter are put back. What it returns was verified by the model.
 * @returns undefined when nothing within the budget flips the decision
 */
export async function findCounterfactual(search: CounterfactualSearch): Promise<Counterfactual | undefined> {
  const { contributions, threshold, score, budget = BUDGET } = search;
  const ranked = contributions
    .map((_, at) => at)
    .filter((at) => (contributions[at] as number) > 0)
    .sort((a, b) => (contributions[b] as number) - (contributions[a] as number));
  let passes = 0;
  const without = async (sets: readonly (readonly number[])[]): Promise<readonly number[]> => {
    passes += sets.length;
    return score(sets.map((set) => contributions.flatMap((_, at) => (set.includes(at) ? [] : [at]))));
  };
  const result = (removed: readonly number[], reached: number): Counterfactual => ({
    removed: removed.toSorted((a, b) => a - b),
    score: reached,
    passes,
  });

  const singles = ranked.slice(0, Math.min(SINGLES, budget));
  const alone = await without(singles.map((at) => [at]));
  const [first] = singles
    .map((at, i) => ({ at, reached: alone[i] as number }))
    .filter(({ reached }) => reached < threshold)
    .sort((a, b) => a.reached - b.reached);
  if (first) return result([first.at], first.reached);

  let [low, high] = [1, ranked.length];
  if (high < 2 || passes >= budget) return undefined;
  let [reached = Number.NaN] = await without([ranked]);
  if (!(reached < threshold)) return undefined;
  while (high - low > 1 && passes < budget) {
    const middle = (low + high) >> 1;
    const [value = Number.NaN] = await without([ranked.slice(0, middle)]);
    if (value < threshold) [high, reached] = [middle, value];
    else low = middle;
  }
  let removed = ranked.slice(0, high);
  for (const at of removed.toReversed()) {
    if (passes >= budget || removed.length === 1) break;
    const fewer = removed.filter((other) => other !== at);
    const [value = Number.NaN] = await without([fewer]);
    if (value < threshold) [removed, reached] = [fewer, value];
  }
  return result(removed, reached);
}
