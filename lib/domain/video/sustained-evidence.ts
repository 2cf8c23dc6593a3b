import { CATEGORIES, type Category, type Scores } from "../taxonomy";

/** What a frame of a film scored, and when it is shown, seconds. */
export interface ScoredFrame {
  at: number;
  scores: Scores;
}

/**
 * The worst evidence that lasts: the highest value of the scores after a median over three frames in a row. One frame
 * that stands out from both its neighbours is noise and counts no more than the worse of them; two in a row, or two of
 * three, count in full. At either end, where a neighbour is missing, two frames have to agree; a single frame is all
 * there is.
 */
export function sustainedScore(scores: readonly number[]): number {
  if (scores.length <= 1) return scores[0] ?? 0;
  let worst = 0;
  for (let at = 0; at + 1 < scores.length; at += 1) {
    const pair = Math.min(scores[at] as number, scores[at + 1] as number);
    const skip = at + 2 < scores.length ? Math.min(scores[at] as number, scores[at + 2] as number) : 0;
    worst = Math.max(worst, pair, skip);
  }
  return worst;
}

/** The sustained score of each category that any frame was scored for; frames in the order of time. */
export function sustainedScores(frames: readonly ScoredFrame[]): Scores {
  const sustained: Scores = {};
  for (const category of CATEGORIES) {
    const scored = frames.flatMap(({ scores }) => scores[category] ?? []);
    if (scored.length > 0) sustained[category] = sustainedScore(scored);
  }
  return sustained;
}

/** The frame that shows a category's sustained evidence best: the worst one among those that it is sustained by. */
export function tellingFrame(frames: readonly ScoredFrame[], category: Category): number {
  const sustained = sustainedScore(frames.flatMap(({ scores }) => scores[category] ?? []));
  let best = -1;
  for (const [index, { scores }] of frames.entries()) {
    const score = scores[category];
    if (score === undefined || score < sustained) continue;
    const supported = [index - 2, index - 1, index + 1, index + 2].some(
      (other) => (frames[other]?.scores[category] ?? -1) >= sustained,
    );
    if (!supported && frames.length > 1) continue;
    if (best < 0 || score > (frames[best]?.scores[category] ?? 0)) best = index;
  }
  return best;
}
