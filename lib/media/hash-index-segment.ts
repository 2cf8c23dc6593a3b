import { type Chunk, planChunks } from "./hash-index-plan";
import { buildTable, chunkValue, makeTableSpace, type Table } from "./hash-index-table";
import { bitsSetInThree, HASH_WORDS, type HashMatch, restDistance, sameHash } from "./hash-index-words";

/*
 * A lookup waits for memory, not for arithmetic. Its loads are therefore done in rounds of one kind each (bounds of
 * buckets, positions, first words), with nothing to decide in between, so that the processor has many under way at once:
 * 2 to 3 times the lookups of the same search done candidate by candidate.
 */
const BATCH = 2048;
/** Scratch of one search; a search runs to its end without yielding. */
const batchPositions = new Int32Array(BATCH);
const batchWords = new Int32Array(BATCH);

function bitsSetIn(value: number): number {
  let count = 0;
  for (let left = value; left !== 0; left &= left - 1) count++;
  return count;
}

/**
 * A fixed set of hashes with tables for sub-linear search up to a radius; hashes can only be struck out.
 * Takes over the arrays it is given.
 */
export class HashSegment {
  readonly size: number;
  private readonly tables: Table[];
  private readonly bucketBegins: Int32Array;
  private readonly bucketEnds: Int32Array;
  private readonly firstPositions: Int32Array;
  /** One bit per position, set when struck out; none until the first is. */
  private struck: Uint8Array | undefined;
  private struckCount = 0;

  constructor(
    private readonly words: Int32Array,
    private readonly entries: Uint32Array,
    reach: number,
  ) {
    this.size = entries.length;
    const space = makeTableSpace(this.size);
    this.tables = planChunks(this.size, reach).map((chunk) => buildTable(chunk, words, space));
    const mostBuckets = Math.max(...this.tables.map((table) => table.patterns.length));
    this.bucketBegins = new Int32Array(mostBuckets);
    this.bucketEnds = new Int32Array(mostBuckets);
    this.firstPositions = new Int32Array(mostBuckets);
  }

  /** Hashes not struck out. */
  get live(): number {
    return this.size - this.struckCount;
  }

  /** Bytes in its arrays. */
  get bytes(): number {
    const own = this.words.byteLength + this.entries.byteLength + (this.struck?.byteLength ?? 0);
    return this.tables.reduce(
      (sum, { begins, positions }) => sum + begins.byteLength + positions.byteLength,
      own,
    );
  }

  /** Appends every hash within the radius, which is at most the reach. */
  search(query: Int32Array, radius: number, found: HashMatch[]): void {
    const { bucketBegins, bucketEnds } = this;
    for (let t = 0; t < this.tables.length; t++) {
      const { patterns, positions } = this.tables[t]!;
      this.openBuckets(query, this.tables[t]!);
      let filled = 0;
      for (let p = 0; p < patterns.length; p++) {
        const end = bucketEnds[p]!;
        for (let i = bucketBegins[p]!; i < end; i++) {
          batchPositions[filled++] = positions[i]!;
          if (filled < BATCH) continue;
          this.compareBatch(filled, query, radius, t, found);
          filled = 0;
        }
      }
      this.compareBatch(filled, query, radius, t, found);
    }
  }

  /** Notes where the buckets within reach begin and end. */
  private openBuckets(query: Int32Array, { chunk, patterns, begins, positions }: Table): void {
    const { bucketBegins, bucketEnds, firstPositions } = this;
    const value = chunkValue(query, 0, chunk);
    for (let p = 0; p < patterns.length; p++) {
      const bucket = value ^ patterns[p]!;
      bucketBegins[p] = begins[bucket]!;
      bucketEnds[p] = begins[bucket + 1]!;
    }
    // Only for its loads: it brings the beginning of every bucket into the cache.
    for (let p = 0; p < patterns.length; p++) firstPositions[p] = positions[bucketBegins[p]!]!;
  }

  private compareBatch(
    filled: number,
    query: Int32Array,
    radius: number,
    table: number,
    found: HashMatch[],
  ): void {
    const { words } = this;
    for (let i = 0; i < filled; i++) batchWords[i] = words[batchPositions[i]! * HASH_WORDS]!;
    const [a, b, c] = [query[0]!, query[1]!, query[2]!];
    for (let i = 0; i < filled; i++) {
      const position = batchPositions[i]!;
      const at = position * HASH_WORDS;
      const head = bitsSetInThree(batchWords[i]! ^ a, words[at + 1]! ^ b, words[at + 2]! ^ c);
      if (head > radius) continue;
      const distance = head + restDistance(words, at, query);
      if (distance <= radius && !this.isStruck(position) && !this.seenBefore(query, at, table))
        found.push({ entry: this.entries[position]!, distance });
    }
  }

  /** Whether a table before this one leads to the same hash: it was reported there. */
  private seenBefore(query: Int32Array, at: number, table: number): boolean {
    for (let t = 0; t < table; t++) {
      const { chunk } = this.tables[t]!;
      if (bitsSetIn(chunkValue(this.words, at, chunk) ^ chunkValue(query, 0, chunk)) <= chunk.radius)
        return true;
    }
    return false;
  }

  private isStruck(position: number): boolean {
    return this.struck !== undefined && (this.struck[position >> 3]! & (1 << (position & 7))) !== 0;
  }

  /** The position of a hash stored with this entry, or -1. */
  find(query: Int32Array, entry: number): number {
    const { chunk, begins, positions } = this.tables[0]!;
    const bucket = chunkValue(query, 0, chunk);
    for (let i = begins[bucket]!; i < begins[bucket + 1]!; i++) {
      const position = positions[i]!;
      if (this.entries[position] !== entry || this.isStruck(position)) continue;
      if (sameHash(this.words, position * HASH_WORDS, query)) return position;
    }
    return -1;
  }

  /** Takes the hash at a position out of every later answer. */
  strike(position: number): void {
    this.struck ??= new Uint8Array(Math.ceil(this.size / 8));
    this.struck[position >> 3]! |= 1 << (position & 7);
    this.struckCount++;
  }

  /** Copies the hashes not struck out to the given place of larger arrays; returns how many there were. */
  copyLive(words: Int32Array, entries: Uint32Array, to: number): number {
    let next = to;
    for (let position = 0; position < this.size; position++) {
      if (this.isStruck(position)) continue;
      const at = position * HASH_WORDS;
      for (let i = 0; i < HASH_WORDS; i++) words[next * HASH_WORDS + i] = this.words[at + i]!;
      entries[next++] = this.entries[position]!;
    }
    return next - to;
  }

  /** How the hashes are cut. */
  get chunks(): readonly Chunk[] {
    return this.tables.map((table) => table.chunk);
  }
}
