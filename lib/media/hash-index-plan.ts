import { HASH_BITS } from "./hash256";

/** A run of neighbouring bits by which hashes are looked up. */
export interface Chunk {
  /** First bit, counted over the words of a hash. */
  offset: number;
  /** Number of bits. */
  width: number;
  /** How many of these bits may differ for a stored hash to be looked at. */
  radius: number;
}

/** Time to open one bucket, in times to compare one hash: both wait for memory, a bucket twice. */
const BUCKET_COST = 2;

/** Number of values within a Hamming radius of one value. */
function ballSize(width: number, radius: number): number {
  let size = 0;
  let ways = 1;
  for (let flipped = 0; flipped <= radius; flipped++) {
    size += ways;
    ways = (ways * (width - flipped)) / (flipped + 1);
  }
  return size;
}

function lookupCost(chunks: readonly Omit<Chunk, "offset">[], hashes: number): number {
  let cost = 0;
  for (const { width, radius } of chunks)
    cost += ballSize(width, radius) * (BUCKET_COST + hashes / 2 ** width);
  return cost;
}

/** Cuts so many bits into so many widths as even as can be. */
function evenWidths(bits: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.floor((bits + i) / count));
}

/**
 * How to cut 256 bits for a list of this many hashes so that a lookup costs least, with no miss up to the radius.
 *
 * By the pigeonhole principle a hash within distance r is within radius a(i) in at least one chunk i when the sum of
 * all a(i) + 1 exceeds r (Norouzi, Punjani & Fleet 2012, "Fast Search in Hamming Space with Multi-Index Hashing").
 * Few wide chunks give small buckets but many of them to open; many narrow chunks the reverse. No table has more
 * buckets than there are hashes, which bounds the memory.
 */
export function planChunks(hashes: number, radius: number): Chunk[] {
  const shares = radius + 1;
  const widest = Math.max(8, Math.min(24, Math.floor(Math.log2(hashes))));
  let best: Omit<Chunk, "offset">[] = [];
  let bestCost = Number.POSITIVE_INFINITY;
  for (let count = Math.ceil(HASH_BITS / widest); count <= Math.min(shares, HASH_BITS); count++) {
    // Each chunk takes an equal part of the shares; `deep` chunks take one more and may be wider for it.
    const part = Math.floor(shares / count);
    const deep = shares % count;
    for (let deepWidth = 1; deepWidth <= widest; deepWidth++) {
      const rest = evenWidths(HASH_BITS - deep * deepWidth, count - deep);
      if (rest[0]! < 1 || rest.at(-1)! > widest) continue;
      const chunks = [
        ...Array.from({ length: deep }, () => ({ width: deepWidth, radius: part })),
        ...rest.map((width) => ({ width, radius: part - 1 })),
      ];
      const cost = lookupCost(chunks, hashes);
      if (cost < bestCost) [best, bestCost] = [chunks, cost];
      if (deep === 0) break;
    }
  }
  let offset = 0;
  return best.map((chunk) => {
    const placed = { ...chunk, offset };
    offset += chunk.width;
    return placed;
  });
}

/** All patterns of so many bits with at most `radius` set, fewest first. */
export function flipPatterns(width: number, radius: number): Int32Array {
  const patterns = [0];
  let from = 0;
  for (let flipped = 1; flipped <= radius; flipped++) {
    const to = patterns.length;
    for (let i = from; i < to; i++) {
      const pattern = patterns[i]!;
      for (let bit = 32 - Math.clz32(pattern); bit < width; bit++) patterns.push(pattern | (1 << bit));
    }
    from = to;
  }
  return Int32Array.from(patterns);
}
