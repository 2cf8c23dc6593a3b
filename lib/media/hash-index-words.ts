import { HASH_BYTES, type Hash256 } from "./hash256";

/*
 * Hashes as the index holds them: eight 32-bit words each, one hash after another in one Int32Array. The words are the
 * bytes as they lie in memory; which byte is the lowest does not matter to a Hamming distance.
 */

export const HASH_WORDS = HASH_BYTES / 4;

/** One stored hash near a query. */
export interface HashMatch {
  /** The number that was stored with the hash, 0 to 2^32 - 1. */
  entry: number;
  /** Bits in which the stored hash and the query differ. */
  distance: number;
}

/** Copies one or many hashes into words. Throws RangeError when the length is no multiple of 32 bytes. */
export function wordsOf(hashes: Uint8Array): Int32Array {
  if (hashes.length % HASH_BYTES !== 0) throw new RangeError(`${hashes.length} bytes are no row of hashes`);
  const words = new Int32Array(hashes.length / 4);
  new Uint8Array(words.buffer).set(hashes);
  return words;
}

/** The words of one hash. Throws RangeError when it has not 32 bytes. */
export function wordsOfOne(hash: Hash256): Int32Array {
  if (hash.length !== HASH_BYTES) throw new RangeError(`a hash has ${HASH_BYTES} bytes, not ${hash.length}`);
  return wordsOf(hash);
}

/**
 * Bits set in three words: partial sums of all three share the last steps. Of two hashes' first three words this settles
 * nearly every comparison, since unrelated hashes differ in 48 +- 5 of those 96 bits.
 */
export function bitsSetInThree(a: number, b: number, c: number): number {
  const a2 = (a - ((a >>> 1) & 0x55555555)) | 0;
  const b2 = (b - ((b >>> 1) & 0x55555555)) | 0;
  const c2 = (c - ((c >>> 1) & 0x55555555)) | 0;
  const low = ((a2 & 0x33333333) + (b2 & 0x33333333) + (c2 & 0x33333333)) | 0;
  const high = (((a2 >>> 2) & 0x33333333) + ((b2 >>> 2) & 0x33333333) + ((c2 >>> 2) & 0x33333333)) | 0;
  const nibbles = (low + high) | 0;
  const bytes = ((nibbles & 0x0f0f0f0f) + ((nibbles >>> 4) & 0x0f0f0f0f)) | 0;
  return Math.imul(bytes, 0x01010101) >>> 24;
}

/** Distance in the last five words. */
export function restDistance(words: Int32Array, at: number, query: Int32Array): number {
  return (
    bitsSetInThree(words[at + 3]! ^ query[3]!, words[at + 4]! ^ query[4]!, words[at + 5]! ^ query[5]!) +
    bitsSetInThree(words[at + 6]! ^ query[6]!, words[at + 7]! ^ query[7]!, 0)
  );
}

/** Compares a query with each of the first `size` hashes and appends those within the radius. */
export function scanLinearly(
  words: Int32Array,
  entries: Uint32Array,
  size: number,
  query: Int32Array,
  radius: number,
  found: HashMatch[],
): void {
  const [a, b, c] = [query[0]!, query[1]!, query[2]!];
  for (let position = 0; position < size; position++) {
    const at = position * HASH_WORDS;
    const head = bitsSetInThree(words[at]! ^ a, words[at + 1]! ^ b, words[at + 2]! ^ c);
    if (head > radius) continue;
    const distance = head + restDistance(words, at, query);
    if (distance <= radius) found.push({ entry: entries[position]!, distance });
  }
}

/** Whether the hash at a word offset is the query, bit for bit. */
export function sameHash(words: Int32Array, at: number, query: Int32Array): boolean {
  for (let i = 0; i < HASH_WORDS; i++) if (words[at + i] !== query[i]) return false;
  return true;
}
