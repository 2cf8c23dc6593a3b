import { SUM_BYTES } from "./feature-kernel";
import type { FeatureTable } from "./feature-sums";
import {
  extractFeatures,
  extractWords,
  FeatureBuffer,
  GRAMS,
  isBlank,
  leadingFeatures,
  type Window,
} from "./features";
import type { TextBuffer } from "./text-buffer";

/** Ranges of fewer units are read alone: their first n-grams might reach beyond their end. */
const SHORTEST = 4;
/** n-grams that cross the end of a range (3 from its last unit, 2 and 1 from those before), and the pair across its beginning. */
const MOST_CROSSING = 7;
/** Symbols are hashed four at a time, and four more are read. */
const OVERREAD = 8;

/** Byte offsets into the table's memory. */
interface Layout {
  /** Ids of n-grams that a range has beyond the text's, or has not, and their sums. */
  edge: number;
  edgeSums: number;
  crossingSums: number;
  symbols: number;
  /** GRAMS ids for each symbol, 0 where the text ends before. */
  ids: number;
  words: number;
  /** Per cut, the sums of all that begins before it. */
  sums: number;
}

/**
 * Sums of a model's weights over ranges of a text, each as if it stood alone with a space on either side. The text's features
 * are made and looked up once: running sums are kept where a range begins or ends, and a range is the difference of two,
 * without the n-grams that cross its end and the pair that crosses its beginning, with those of the space before it. Sums
 * are whole numbers, so they are the same as those of the range's own features.
 */
export class RangeSums {
  private readonly words: FeatureBuffer;
  private readonly alone: FeatureBuffer;
  private text: TextBuffer | undefined;
  private units = 0;
  private cuts = 0;
  private layout: Layout;
  /** By unit: 1 + the place of its cut, 0 where there is none. */
  private cutAt = new Uint32Array(0);
  /** Per cut, how many words begin before it. */
  private wordsBefore = new Uint32Array(0);

  constructor(private readonly table: FeatureTable) {
    this.words = new FeatureBuffer(table.bits);
    this.alone = new FeatureBuffer(table.bits);
    this.layout = this.layOut(1024, 64);
  }

  /** Reads a text; ranges that are asked for afterwards are among these. */
  read(text: TextBuffer, windows: readonly Window[], stretches: readonly Window[]): void {
    this.text = text;
    const cuts = 2 * (windows.length + stretches.length);
    if (text.length > this.units || cuts > this.cuts)
      this.layout = this.layOut(Math.max(text.length, this.units) * 2, Math.max(cuts, this.cuts) * 2);
    this.hash(text);
    this.cutAt.fill(0, 0, text.length + 1);
    this.mark(windows);
    this.mark(stretches);
    this.sumUp(text.length);
  }

  /** Writes a range's sums per output; returns how many features it has. */
  sum(range: Window, sums: Float64Array): number {
    const text = this.text as TextBuffer;
    if (!standsApart(text, range)) {
      extractFeatures(text, this.alone, range);
      this.table.sum(this.alone, sums);
      return this.alone.length;
    }
    const { layout, table } = this;
    const [from, to] = [this.placeOf(range.from), this.placeOf(range.to)];
    const [wordsFrom, wordsTo] = [this.wordsBefore[from] as number, this.wordsBefore[to] as number];
    const edgeIds = layout.edge >> 2;
    if (range.from > 0) leadingFeatures(text, range.from, table.integers, edgeIds, table.bits);
    this.gatherEdge(range.from > 0 ? GRAMS : 0, layout.edgeSums);
    this.gatherEdge(this.crossing(range.to, wordsFrom, wordsTo), layout.crossingSums);
    const { integers } = table;
    const [fromAt, toAt] = [(layout.sums + from * SUM_BYTES) >> 2, (layout.sums + to * SUM_BYTES) >> 2];
    const [edgeAt, crossingAt] = [layout.edgeSums >> 2, layout.crossingSums >> 2];
    for (let output = 0; output < table.outputs; output += 1)
      sums[output] =
        (integers[toAt + output] as number) -
        (integers[fromAt + output] as number) +
        (integers[edgeAt + output] as number) -
        (integers[crossingAt + output] as number);
    const pairs = wordsFrom > 0 && wordsFrom < wordsTo ? 1 : 0;
    return characterFeatures(range.to - range.from) + wordFeatures(wordsTo) - wordFeatures(wordsFrom) - pairs;
  }

  private layOut(units: number, cuts: number): Layout {
    const { free } = this.table;
    let next = free;
    const take = (bytes: number) => {
      const here = next;
      next += Math.ceil(bytes / 16) * 16;
      return here;
    };
    const layout = {
      edge: take(MOST_CROSSING * 4),
      edgeSums: take(SUM_BYTES),
      crossingSums: take(SUM_BYTES),
      symbols: take((units + 2 + OVERREAD) * 2),
      ids: take((units + 2 + OVERREAD) * GRAMS * 4),
      words: take((units + 1) * 4),
      sums: take(cuts * SUM_BYTES),
    };
    this.table.reserve(next - free);
    this.cutAt = new Uint32Array(units + 1);
    this.wordsBefore = new Uint32Array(cuts);
    this.units = units;
    this.cuts = cuts;
    return layout;
  }

  private hash(text: TextBuffer): void {
    const { layout, table, words } = this;
    const symbols = extractWords(text, words);
    const size = symbols.length;
    table.shorts.set(symbols, layout.symbols >> 1);
    table.kernel.hash(layout.symbols, layout.symbols + size * 2, layout.ids);
    const { integers } = table;
    for (let left = 1; left <= GRAMS && left <= size; left += 1) {
      const at = (layout.ids >> 2) + (size - left) * GRAMS;
      for (let gram = left - 1; gram < GRAMS; gram += 1) integers[at + gram] = 0;
    }
    const { ids, length } = words;
    const wordsAt = layout.words >> 2;
    for (let at = 0; at < length; at += 1) integers[wordsAt + at] = ids[at] as number;
  }

  private mark(ranges: readonly Window[]): void {
    for (const { from, to } of ranges) {
      this.cutAt[from] = 1;
      this.cutAt[to] = 1;
    }
  }

  private placeOf(unit: number): number {
    return (this.cutAt[unit] as number) - 1;
  }

  /** Numbers the cuts and sums up what lies between them. */
  private sumUp(length: number): void {
    const { cutAt, layout, words, table } = this;
    const { kernel } = table;
    let cuts = 0;
    let word = 0;
    let [ids, wordIds, sums] = [layout.ids, layout.words, table.zero];
    for (let unit = 0; unit <= length; unit += 1) {
      if (cutAt[unit] === 0) continue;
      while (word < words.words && (words.wordStarts[word] as number) < unit) word += 1;
      const target = layout.sums + cuts * SUM_BYTES;
      const [idsEnd, wordsEnd] = [this.idsFrom(unit), layout.words + wordFeatures(word) * 4];
      kernel.gather(ids, idsEnd, sums, target);
      kernel.gather(wordIds, wordsEnd, target, target);
      [ids, wordIds, sums] = [idsEnd, wordsEnd, target];
      this.wordsBefore[cuts] = word;
      cuts += 1;
      cutAt[unit] = cuts;
    }
  }

  /** Where the ids of the n-grams that begin at a unit lie; those of the space before the text belong to the first unit. */
  private idsFrom(unit: number): number {
    return this.layout.ids + (unit === 0 ? 0 : (unit + 1) * GRAMS * 4);
  }

  /** Writes what begins in a range and ends behind its end, and the pair that begins before it; returns how many. */
  private crossing(to: number, wordsFrom: number, wordsTo: number): number {
    const { layout } = this;
    const { integers } = this.table;
    const edge = layout.edge >> 2;
    let count = 0;
    if (to < (this.text as TextBuffer).length)
      for (let back = 1; back < GRAMS; back += 1) {
        const at = this.idsFrom(to - back) >> 2;
        for (let gram = back; gram < GRAMS; gram += 1)
          integers[edge + count++] = integers[at + gram] as number;
      }
    if (wordsFrom > 0 && wordsFrom < wordsTo)
      integers[edge + count++] = integers[(layout.words >> 2) + wordFeatures(wordsFrom) + 1] as number;
    return count;
  }

  private gatherEdge(count: number, target: number): void {
    const { layout, table } = this;
    table.kernel.gather(layout.edge, layout.edge + count * 4, table.zero, target);
  }
}

/** N-grams of so many units with a space on either side, of 2 to 5 symbols: one for each place and length, fewer at the end. */
function characterFeatures(units: number): number {
  const places = units + 2;
  let count = 0;
  for (let length = 2; length < 2 + GRAMS; length += 1) count += Math.max(0, places - length + 1);
  return count;
}

/** Features of the first so many words: themselves, and pairs of each with the one before. */
const wordFeatures = (words: number) => (words === 0 ? 0 : 2 * words - 1);

/** Whether a range lies between spaces, so that nothing it is read from is cut. */
function standsApart({ codes, length }: TextBuffer, { from, to }: Window): boolean {
  if (from === 0 && to === length) return length > 0;
  return (
    to - from >= SHORTEST &&
    (from === 0 || isBlank(codes[from] as number)) &&
    (to === length || isBlank(codes[to] as number))
  );
}
