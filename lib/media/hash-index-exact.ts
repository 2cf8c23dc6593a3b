import { HASH_WORDS, sameHash, wordsOfOne } from "./hash-index-words";
import { HASH_BYTES, type Hash256 } from "./hash256";

const EMPTY = -1;
const SMALLEST = 1024;

/**
 * Known-bad files by SHA-256: a set of (hash, entry number) pairs, looked up by hash. Open addressing with linear
 * probing in typed arrays, at most half full. A SHA-256 is evenly spread, so its first bits are the place to start.
 */
export class ExactHashIndex {
  private words = new Int32Array(SMALLEST * HASH_WORDS);
  private entries = new Uint32Array(SMALLEST);
  /** Which pair lies in a slot; twice as many slots as pairs fit. */
  private slots = new Int32Array(2 * SMALLEST).fill(EMPTY);
  private count = 0;

  /** An index of 32-byte hashes in a row, stored with the entries given or else with 0, 1, 2 and so on. */
  static build(hashes: Uint8Array, entries?: ArrayLike<number>): ExactHashIndex {
    const size = hashes.length / HASH_BYTES;
    if (!Number.isInteger(size)) throw new RangeError(`${hashes.length} bytes are no row of hashes`);
    if (entries && entries.length !== size)
      throw new RangeError(`${entries.length} entries for ${size} hashes`);
    const index = new ExactHashIndex();
    for (let i = 0; i < size; i++)
      index.add(hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES), entries?.[i] ?? i);
    return index;
  }

  /** Pairs stored. */
  get size(): number {
    return this.count;
  }

  /** Bytes in its arrays. */
  get bytes(): number {
    return this.words.byteLength + this.entries.byteLength + this.slots.byteLength;
  }

  /** The entries stored with this hash, in rising order; empty when it is unknown. */
  find(hash: Hash256): number[] {
    const query = wordsOfOne(hash);
    const found: number[] = [];
    this.probe(query, (pair) => {
      if (sameHash(this.words, pair * HASH_WORDS, query)) found.push(this.entries[pair]!);
      return false;
    });
    return found.sort((a, b) => a - b);
  }

  /** Stores a hash with an entry number (0 to 2^32 - 1); false when the pair was there already. */
  add(hash: Hash256, entry: number): boolean {
    const query = wordsOfOne(hash);
    if (2 * (this.count + 1) > this.slots.length) this.grow();
    const slot = this.probe(query, (pair) => this.isPair(pair, query, entry));
    if (this.slots[slot] !== EMPTY) return false;
    this.words.set(query, this.count * HASH_WORDS);
    this.entries[this.count] = entry;
    this.slots[slot] = this.count++;
    return true;
  }

  /** Takes a pair out; false when it was not there. */
  remove(hash: Hash256, entry: number): boolean {
    const query = wordsOfOne(hash);
    const slot = this.probe(query, (pair) => this.isPair(pair, query, entry));
    const pair = this.slots[slot]!;
    if (pair === EMPTY) return false;
    this.closeGap(slot);
    const last = --this.count;
    if (pair !== last) {
      const moved = this.probe(this.words.subarray(last * HASH_WORDS), (other) => other === last);
      this.slots[moved] = pair;
      this.words.copyWithin(pair * HASH_WORDS, last * HASH_WORDS, (last + 1) * HASH_WORDS);
      this.entries[pair] = this.entries[last]!;
    }
    return true;
  }

  private isPair(pair: number, query: Int32Array, entry: number): boolean {
    return this.entries[pair] === entry && sameHash(this.words, pair * HASH_WORDS, query);
  }

  /** Where a hash with this first word belongs. */
  private home(firstWord: number): number {
    return firstWord & (this.slots.length - 1);
  }

  /** Walks from the hash's home to the first slot whose pair will do, or to the first empty one. */
  private probe(query: Int32Array, willDo: (pair: number) => boolean): number {
    const mask = this.slots.length - 1;
    let slot = this.home(query[0]!);
    while (this.slots[slot] !== EMPTY && !willDo(this.slots[slot]!)) slot = (slot + 1) & mask;
    return slot;
  }

  /** Empties a slot and moves up those behind it that had to give way, so that no walk ends too early. */
  private closeGap(slot: number): void {
    const mask = this.slots.length - 1;
    let gap = slot;
    for (let next = (gap + 1) & mask; this.slots[next] !== EMPTY; next = (next + 1) & mask) {
      const home = this.home(this.words[this.slots[next]! * HASH_WORDS]!);
      if (((next - home) & mask) < ((next - gap) & mask)) continue;
      this.slots[gap] = this.slots[next]!;
      gap = next;
    }
    this.slots[gap] = EMPTY;
  }

  private grow(): void {
    const words = new Int32Array(2 * this.words.length);
    words.set(this.words);
    const entries = new Uint32Array(2 * this.entries.length);
    entries.set(this.entries);
    this.words = words;
    this.entries = entries;
    this.slots = new Int32Array(2 * this.slots.length).fill(EMPTY);
    for (let pair = 0; pair < this.count; pair++)
      this.slots[this.probe(this.words.subarray(pair * HASH_WORDS), () => false)] = pair;
  }
}
