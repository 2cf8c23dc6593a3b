import { type Chunk, flipPatterns } from "./hash-index-plan";
import { HASH_WORDS } from "./hash-index-words";

/** Hashes by their value in one chunk: those of value v are positions[begins[v]] up to positions[begins[v + 1] - 1]. */
export interface Table {
  chunk: Chunk;
  /** What to turn in a query's value to reach every value within the chunk's radius. */
  patterns: Int32Array;
  begins: Int32Array;
  positions: Int32Array;
}

/** Hashes are first put into so many groups, so that sorting a group stays within the processor's cache. */
const GROUP_BITS = 9;

/** The bits of a chunk (at most 24) in the hash at a word offset, as a number. */
export function chunkValue(words: Int32Array, at: number, { offset, width }: Chunk): number {
  const word = at + (offset >> 5);
  const shift = offset & 31;
  const low = words[word]! >>> shift;
  const value = shift + width > 32 ? low | (words[word + 1]! << (32 - shift)) : low;
  return value & ((1 << width) - 1);
}

/** Turns counts into the place behind each count's last element. */
function accumulate(counts: Int32Array): void {
  for (let i = 1; i < counts.length; i++) counts[i]! += counts[i - 1]!;
}

/** Arrays that building several tables of one size can share. */
export interface TableSpace {
  ungrouped: Int32Array;
  values: Int32Array;
  order: Int32Array;
}

/** Room to sort so many hashes in; used for one table after the other. */
export function makeTableSpace(size: number): TableSpace {
  return { ungrouped: new Int32Array(size), values: new Int32Array(size), order: new Int32Array(size) };
}

/** Sorts the hashes by a chunk: counting sort by the high bits, then by the whole value. */
export function buildTable(chunk: Chunk, words: Int32Array, space: TableSpace): Table {
  const { ungrouped, values, order } = space;
  const size = order.length;
  const groupShift = Math.max(0, chunk.width - GROUP_BITS);
  const groupEnds = new Int32Array(1 << GROUP_BITS);
  for (let position = 0; position < size; position++) {
    const value = chunkValue(words, position * HASH_WORDS, chunk);
    ungrouped[position] = value;
    groupEnds[value >> groupShift]!++;
  }
  accumulate(groupEnds);
  // Filling from behind turns the end of a group, and below of a bucket, into its beginning.
  for (let position = size - 1; position >= 0; position--) {
    const value = ungrouped[position]!;
    const to = --groupEnds[value >> groupShift]!;
    values[to] = value;
    order[to] = position;
  }

  const begins = new Int32Array((1 << chunk.width) + 1);
  for (let i = 0; i < size; i++) begins[values[i]!]!++;
  accumulate(begins);
  const positions = new Int32Array(size);
  for (let i = size - 1; i >= 0; i--) positions[--begins[values[i]!]!] = order[i]!;
  return { chunk, patterns: flipPatterns(chunk.width, chunk.radius), begins, positions };
}
