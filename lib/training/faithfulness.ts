import type { Random } from "./random";

/** Scores word subsets given by the positions that stay. */
export type ScoreSubsets = (kept: readonly (readonly number[])[]) => Promise<readonly number[]>;

/** Curves of the score as words are taken away, or brought back, in the order of an attribution. */
export interface FaithfulnessCurves {
  /** Mean score while the words are removed, strongest first: low is faithful. */
  deletion: number;
  /** Mean score while they are added to nothing, strongest first: high is faithful. */
  insertion: number;
}

/** Shares of the words at which the curves are read. */
const SHARES = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1];

/**
 * Deletion and insertion AUC of an attribution (Petsiuk et al. 2018), over the share of words: areas under the
 * score by the trapezoid rule, in [0, 1] for probabilities.
 */
export async function faithfulness(
  attribution: readonly number[],
  score: ScoreSubsets,
): Promise<FaithfulnessCurves> {
  const order = attribution
    .map((_, at) => at)
    .sort((a, b) => (attribution[b] as number) - (attribution[a] as number));
  const counts = SHARES.map((share) => Math.round(share * order.length));
  const subsets = [
    ...counts.map((count) => order.slice(count).sort((a, b) => a - b)),
    ...counts.map((count) => order.slice(0, count).sort((a, b) => a - b)),
  ];
  const scores = await score(subsets);
  return { deletion: area(scores.slice(0, SHARES.length)), insertion: area(scores.slice(SHARES.length)) };
}

function area(scores: readonly number[]): number {
  return SHARES.slice(1).reduce((sum, share, i) => {
    const width = share - (SHARES[i] as number);
    return sum + (width * ((scores[i] as number) + (scores[i + 1] as number))) / 2;
  }, 0);
}

/** An attribution that knows nothing, to compare with. */
export function randomAttribution(words: number, random: Random): number[] {
  return Array.from({ length: words }, () => random.next());
}

export interface MarkedWord {
  start: number;
  end: number;
  contribution: number;
}

/**
 * Agreement of an attribution with the spans that people marked: F1 over words, where a word is chosen when
 * its contribution is at least `share` of the strongest, and marked when it overlaps a span.
 */
export function tokenF1(
  words: readonly MarkedWord[],
  spans: readonly { start: number; end: number }[],
  share: number,
): number {
  const strongest = Math.max(0, ...words.map(({ contribution }) => contribution));
  let [both, chosen, marked] = [0, 0, 0];
  for (const { start, end, contribution } of words) {
    const isChosen = strongest > 0 && contribution >= share * strongest;
    const isMarked = spans.some((span) => span.start < end && span.end > start);
    if (isChosen) chosen++;
    if (isMarked) marked++;
    if (isChosen && isMarked) both++;
  }
  return chosen + marked === 0 ? 1 : (2 * both) / (chosen + marked);
}
