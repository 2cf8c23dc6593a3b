import { HashSegment } from "./hash-index-segment";
import { HASH_WORDS, type HashMatch, sameHash, scanLinearly, wordsOf, wordsOfOne } from "./hash-index-words";
import type { Hash256 } from "./hash256";
import { PDQ_MATCH_RADIUS } from "./pdq";

/** Hashes that wait for their tables; a scan over so many takes some ten microseconds. */
const TAIL_CAPACITY = 4096;
/** A segment is merged into the one before it unless that is so many times larger. */
const MERGE_RATIO = 4;

/**
 * The known-bad hashes of one kind, searchable by similarity: exact (every stored hash within the radius is found, none
 * beyond) and sub-linear. Held in typed arrays; see docs/decisions/040 for times and memory.
 *
 * A hash is stored with an entry number of the caller's; the pair is what is added and removed. New pairs go to a short
 * tail that is scanned, a full tail becomes a segment with tables, and segments of like size are merged (the logarithmic
 * method of Bentley & Saxe 1980), so there are few of them and adding is cheap on average.
 */
export class HashIndex {
  /** Largest first. */
  private segments: HashSegment[] = [];
  private readonly tailWords = new Int32Array(TAIL_CAPACITY * HASH_WORDS);
  private readonly tailEntries = new Uint32Array(TAIL_CAPACITY);
  private tailSize = 0;

  /** An index of 32-byte hashes in a row, stored with the entries given or else with 0, 1, 2 and so on. */
  static build(hashes: Uint8Array, entries?: ArrayLike<number>): HashIndex {
    const words = wordsOf(hashes);
    const size = words.length / HASH_WORDS;
    if (entries && entries.length !== size)
      throw new RangeError(`${entries.length} entries for ${size} hashes`);
    const index = new HashIndex();
    const numbers = entries ? Uint32Array.from(entries) : new Uint32Array(size).map((_, i) => i);
    if (size > TAIL_CAPACITY) {
      index.segments = [new HashSegment(words, numbers, PDQ_MATCH_RADIUS)];
    } else {
      index.tailWords.set(words);
      index.tailEntries.set(numbers);
      index.tailSize = size;
    }
    return index;
  }

  /** Pairs stored. */
  get size(): number {
    return this.segments.reduce((sum, segment) => sum + segment.live, this.tailSize);
  }

  /** Bytes in its arrays. */
  get bytes(): number {
    const tail = this.tailWords.byteLength + this.tailEntries.byteLength;
    return this.segments.reduce((sum, segment) => sum + segment.bytes, tail);
  }

  /**
   * All stored hashes that differ from the query in at most `radius` bits, nearest first, then by entry.
   * Throws RangeError for a radius above 31, beyond which the tables could miss some.
   */
  search(hash: Hash256, radius: number = PDQ_MATCH_RADIUS): HashMatch[] {
    if (radius > PDQ_MATCH_RADIUS)
      throw new RangeError(`the index reaches ${PDQ_MATCH_RADIUS} bits, not ${radius}`);
    const query = wordsOfOne(hash);
    const found: HashMatch[] = [];
    scanLinearly(this.tailWords, this.tailEntries, this.tailSize, query, radius, found);
    for (const segment of this.segments) segment.search(query, radius, found);
    return found.sort((a, b) => a.distance - b.distance || a.entry - b.entry);
  }

  /** Whether this very hash is stored with this entry. */
  has(hash: Hash256, entry: number): boolean {
    const query = wordsOfOne(hash);
    return (
      this.findInTail(query, entry) >= 0 || this.segments.some((segment) => segment.find(query, entry) >= 0)
    );
  }

  /** Stores a hash with an entry number (0 to 2^32 - 1); false when the pair was there already. */
  add(hash: Hash256, entry: number): boolean {
    if (this.has(hash, entry)) return false;
    this.tailWords.set(wordsOfOne(hash), this.tailSize * HASH_WORDS);
    this.tailEntries[this.tailSize++] = entry;
    if (this.tailSize === TAIL_CAPACITY) this.emptyTail();
    return true;
  }

  /** Takes a pair out; false when it was not there. */
  remove(hash: Hash256, entry: number): boolean {
    const query = wordsOfOne(hash);
    const inTail = this.findInTail(query, entry);
    if (inTail >= 0) {
      const last = --this.tailSize;
      this.tailWords.copyWithin(inTail * HASH_WORDS, last * HASH_WORDS, (last + 1) * HASH_WORDS);
      this.tailEntries[inTail] = this.tailEntries[last]!;
      return true;
    }
    for (const [at, segment] of this.segments.entries()) {
      const position = segment.find(query, entry);
      if (position < 0) continue;
      segment.strike(position);
      if (segment.live * 2 < segment.size) this.segments.splice(at, 1, ...merged([segment]));
      return true;
    }
    return false;
  }

  private findInTail(query: Int32Array, entry: number): number {
    for (let position = 0; position < this.tailSize; position++)
      if (this.tailEntries[position] === entry && sameHash(this.tailWords, position * HASH_WORDS, query))
        return position;
    return -1;
  }

  private emptyTail(): void {
    const joining: HashSegment[] = [];
    let size = this.tailSize;
    while ((this.segments.at(-1)?.live ?? Number.POSITIVE_INFINITY) < MERGE_RATIO * size) {
      const segment = this.segments.pop()!;
      joining.push(segment);
      size += segment.live;
    }
    const tail = { words: this.tailWords, entries: this.tailEntries };
    this.segments.push(...merged(joining, tail));
    this.tailSize = 0;
  }
}

/** One segment, or none when nothing is left, of all that is live in some and of a full tail. */
function merged(segments: HashSegment[], tail?: { words: Int32Array; entries: Uint32Array }): HashSegment[] {
  const size = segments.reduce((sum, segment) => sum + segment.live, tail?.entries.length ?? 0);
  if (size === 0) return [];
  const words = new Int32Array(size * HASH_WORDS);
  const entries = new Uint32Array(size);
  if (tail) {
    words.set(tail.words);
    entries.set(tail.entries);
  }
  let next = tail?.entries.length ?? 0;
  for (const segment of segments) next += segment.copyLive(words, entries, next);
  return [new HashSegment(words, entries, PDQ_MATCH_RADIUS)];
}
