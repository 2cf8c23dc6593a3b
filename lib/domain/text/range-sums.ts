import type { FeatureTable } from "./feature-sums";
import { extractFeatures, FeatureBuffer, isBlank, LEADING, leadingFeatures, type Window } from "./features";
import type { TextBuffer } from "./text-buffer";

/** Ranges of fewer units are read alone: their first n-grams might reach beyond their end. */
const SHORTEST = 4;
/** n-grams that cross the end of a range: 3 from its last unit, 2 and 1 from those before. */
const CROSSING = 6;

/**
 * Sums of a model's weights over ranges of a text, each as if it stood alone with a space on either side. The text's features
 * are made and looked up once: running sums are kept where a range begins or ends, and a range is the difference of two,
 * without the n-grams that cross its end and the pair that crosses its beginning, with those of the space before it. Sums
 * are whole numbers, so they are the same as those of the range's own features.
 */
export class RangeSums {
  private readonly features: FeatureBuffer;
  private readonly alone: FeatureBuffer;
  private readonly outputs: number;
  private text: TextBuffer | undefined;
  /** By unit: 1 + the place of its cut, 0 where there is none. */
  private cutAt = new Uint32Array(1025);
  /** Per cut: the sums of all that begins before it, and how many words do. */
  private sums = new Float64Array(0);
  private words = new Uint32Array(0);
  private readonly edge = new Int32Array(Math.max(LEADING, CROSSING + 1));

  constructor(
    private readonly table: FeatureTable,
    bits: number,
  ) {
    this.features = new FeatureBuffer(bits);
    this.alone = new FeatureBuffer(bits);
    this.outputs = table.outputs;
  }

  /** Reads a text; ranges that are asked for afterwards are among these. */
  read(text: TextBuffer, windows: readonly Window[], stretches: readonly Window[]): void {
    this.text = text;
    extractFeatures(text, this.features);
    const { length } = text;
    if (this.cutAt.length <= length) this.cutAt = new Uint32Array(length * 2);
    else this.cutAt.fill(0, 0, length + 1);
    const most = 2 * (windows.length + stretches.length);
    if (this.words.length < most) {
      this.words = new Uint32Array(most * 2);
      this.sums = new Float64Array(most * 2 * this.outputs);
    }
    this.mark(windows);
    this.mark(stretches);
    this.sumUp(length);
  }

  /** Writes a range's sums per output; returns how many features it has. */
  sum(range: Window, sums: Float64Array): number {
    const text = this.text as TextBuffer;
    if (!standsApart(text, range)) {
      extractFeatures(text, this.alone, range);
      this.table.sum(this.alone, sums);
      return this.alone.length;
    }
    const [from, to] = [this.placeOf(range.from), this.placeOf(range.to)];
    for (let output = 0; output < this.outputs; output += 1)
      sums[output] =
        (this.sums[to * this.outputs + output] as number) -
        (this.sums[from * this.outputs + output] as number);
    let count = this.startOf(range.to) - this.startOf(range.from);
    const [wordsFrom, wordsTo] = [this.words[from] as number, this.words[to] as number];
    count += wordFeatures(wordsTo) - wordFeatures(wordsFrom);
    if (range.from > 0) {
      const added = leadingFeatures(text, range.from, this.edge, this.features.bits);
      this.table.add(this.edge, 0, added, sums);
      count += added;
    }
    const crossing = this.crossing(range.to, wordsFrom, wordsTo);
    if (crossing > 0) this.table.subtract(this.edge, 0, crossing, sums);
    return count - crossing;
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
    const { cutAt, features, sums, outputs, table } = this;
    let cuts = 0;
    let [start, word] = [0, 0];
    for (let unit = 0; unit <= length; unit += 1) {
      if (cutAt[unit] === 0) continue;
      const at = cuts * outputs;
      if (cuts === 0) sums.fill(0, 0, outputs);
      else sums.copyWithin(at, at - outputs, at);
      const [wordsFrom, end] = [word, this.startOf(unit)];
      while (word < features.words && (features.wordStarts[word] as number) < unit) word += 1;
      table.add(features.ids, start, end, sums, at);
      const { characters } = features;
      table.add(
        features.ids,
        characters + wordFeatures(wordsFrom),
        characters + wordFeatures(word),
        sums,
        at,
      );
      this.words[cuts] = word;
      cuts += 1;
      cutAt[unit] = cuts;
      start = end;
    }
  }

  /** The place of the first character n-gram that begins at a unit; the space before the text belongs to the first. */
  private startOf(unit: number): number {
    const { length } = this.text as TextBuffer;
    if (unit === 0) return 0;
    const left = length - unit;
    return left >= LEADING - 1 ? LEADING * (unit + 1) : this.features.characters - (left * (left + 1)) / 2;
  }

  /** Writes to `edge` what begins in a range and ends behind its end, and the pair that begins before it. */
  private crossing(to: number, wordsFrom: number, wordsTo: number): number {
    const { edge, features } = this;
    const { length } = this.text as TextBuffer;
    let count = 0;
    if (to < length)
      for (let back = 1; back < LEADING; back += 1) {
        const start = this.startOf(to - back);
        const stop = this.startOf(to - back + 1);
        for (let at = start + back; at < stop; at += 1) edge[count++] = features.ids[at] as number;
      }
    if (wordsFrom > 0 && wordsFrom < wordsTo)
      edge[count++] = features.ids[features.characters + wordFeatures(wordsFrom) + 1] as number;
    return count;
  }
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
