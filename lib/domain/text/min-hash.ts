/*
 * Near-duplicates of short texts: character shingles, MinHash (Broder 1997) and banding (Leskovec, Rajaraman, Ullman,
 * Mining of Massive Datasets, 3.4). With 16 bands of 4 a pair with Jaccard similarity s shares a band with probability
 * 1 - (1 - s^4)^16: .99 at s = .7, .64 at .5, .12 at .3.
 */

const BANDS = 16;
const ROWS = 4;
const SHINGLE = 4;

/** From this Jaccard similarity of shingles two texts count as near-duplicates. */
export const NEAR_DUPLICATE = 0.6;

/** Case, spacing, punctuation and numbers are what copies differ in; they do not count. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/\p{N}+/gu, "0")
    .trim();
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Hashes of the distinct shingles of a text, ascending in no order; empty for a text of too few letters. */
export function shinglesOf(text: string): Set<number> {
  const letters = plain(text);
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE <= letters.length; at++) shingles.add(hash(letters.slice(at, at + SHINGLE)));
  return shingles;
}

/** The share of shingles that two texts have in common, in [0, 1]. */
export function similarity(a: Set<number>, b: Set<number>): number {
  let common = 0;
  for (const shingle of a) if (b.has(shingle)) common++;
  const all = a.size + b.size - common;
  return all === 0 ? 0 : common / all;
}

/**
 * Keys under which near-duplicates meet: 16 signed 32-bit integers; texts that share one are candidates. Empty for a
 * text that is too short to tell.
 */
export function bandsOf(shingles: Set<number>): number[] {
  if (shingles.size < SHINGLE) return [];
  const least = new Uint32Array(BANDS * ROWS).fill(0xffffffff);
  for (const shingle of shingles)
    for (let row = 0; row < least.length; row++) {
      const value = mix(shingle ^ Math.imul(row + 1, 0x9e3779b1));
      if (value < (least[row] as number)) least[row] = value;
    }
  return Array.from({ length: BANDS }, (_, band) => {
    let key = band;
    for (let row = 0; row < ROWS; row++) key = mix(key ^ (least[band * ROWS + row] as number));
    return key | 0;
  });
}
