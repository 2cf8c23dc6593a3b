/** A frame that may be looked at: when it is shown (seconds) and how much it differs from the one before, 0 to 1. */
export interface FrameCandidate {
  at: number;
  change: number;
}

/** Seconds after which a frame is looked at even if nothing changes: what lasts two seconds is seen twice. */
export const FLOOR_SECONDS = 1;

/** Change of the picture from which a new scene is taken to begin (ffmpeg's scene score). */
export const SCENE_CHANGE = 0.3;

/**
 * Which of the candidates (in the order of time) to look at when there are more than `most`: every `FLOOR_SECONDS` (or
 * more rarely in a film too long for that), then the greatest changes. `complete` says whether nothing was left out.
 */
export function planFrames(
  candidates: readonly FrameCandidate[],
  most: number,
): { indices: number[]; complete: boolean } {
  if (candidates.length <= most) return { indices: candidates.map((_, index) => index), complete: true };
  const seconds = (candidates.at(-1)?.at ?? 0) - (candidates[0]?.at ?? 0);
  const step = Math.max(FLOOR_SECONDS, seconds / (most / 2));
  const chosen = new Set<number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const [index, { at }] of candidates.entries()) {
    if (at - last < step || chosen.size >= most) continue;
    chosen.add(index);
    last = at;
  }
  const byChange = candidates
    .map((candidate, index) => ({ ...candidate, index }))
    .filter(({ index }) => !chosen.has(index))
    .sort((a, b) => b.change - a.change || a.index - b.index);
  for (const { index } of byChange.slice(0, most - chosen.size)) chosen.add(index);
  return { indices: [...chosen].sort((a, b) => a - b), complete: false };
}

/** `count` indices spread evenly over `length` things, first and last included. */
export function spreadEvenly(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, index) => index);
  return Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / (count - 1)));
}
