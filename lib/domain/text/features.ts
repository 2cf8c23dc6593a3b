import { CLASS, classOf, isWordUnit } from "./character-classes";
import type { TextBuffer } from "./text-buffer";

/** Character n-grams of these lengths, over the text with a space on either side; digits count as one. */
const SHORTEST = 2;
const LONGEST = 5;
/** So many begin at each place: one of each length. */
export const GRAMS = LONGEST - SHORTEST + 1;
const SPACE = 32;
const ZERO = 48;

/** Distinguish n-grams of different kinds and lengths that spell the same. */
export const CHARACTER_SEED = 0x2545f491;
const WORD_SEED = 0x7feb352d;
const PAIR_SEED = 0x1b873593;
/** FNV-1a. */
export const PRIME = 0x01000193;

/**
 * Hashed n-grams of one text: bucket ids in [1, 2^bits), 0 being left for padding. With `located`, feature i was read
 * from the normalised units `from[i]` to `to[i]` (end exclusive).
 */
export class FeatureBuffer {
  ids = new Int32Array(4096);
  from = new Uint32Array(0);
  to = new Uint32Array(0);
  length = 0;
  /**
   * The normalised units at which words begin. Behind the character n-grams stand the first word, and then each next
   * word followed by its pair with the word before.
   */
  wordStarts = new Uint32Array(4096);
  words = 0;

  constructor(
    readonly bits: number,
    readonly located = false,
  ) {
    if (located) {
      this.from = new Uint32Array(this.ids.length);
      this.to = new Uint32Array(this.ids.length);
    }
  }

  reserve(size: number): void {
    if (size <= this.ids.length) return;
    const capacity = Math.max(size, this.ids.length * 2);
    this.ids = new Int32Array(capacity);
    this.wordStarts = new Uint32Array(capacity);
    if (!this.located) return;
    this.from = new Uint32Array(capacity);
    this.to = new Uint32Array(capacity);
  }
}

/** Final mixing of a rolling hash (Murmur3) down to a bucket that is never 0. */
function bucket(hash: number, bits: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> (32 - bits) || 1;
}

const symbols = new Uint16Array(0x10000);

/** What a unit counts as inside n-grams: itself, digits as 0. */
function symbolOf(code: number): number {
  const known = symbols[code] as number;
  if (known !== 0) return known;
  const found = classOf(code) === CLASS.DIGIT ? ZERO : code || SPACE;
  symbols[code] = found;
  return found;
}

/** Units of a window; long texts are judged window by window, so that padding cannot dilute a harm. */
const WINDOW = 1500;

/** A stretch of normalised units, end exclusive. */
export interface Window {
  from: number;
  to: number;
}

/** Windows of about 1,500 units, cut at spaces where there are some; a text within that length is one window. */
export function windowsOf({ codes, length }: TextBuffer): Window[] {
  const windows: Window[] = [];
  let from = 0;
  while (length - from > WINDOW) {
    let to = from + WINDOW;
    while (to > from + WINDOW / 2 && codes[to] !== SPACE) to -= 1;
    if (codes[to] !== SPACE) to = from + WINDOW;
    windows.push({ from, to });
    from = to;
  }
  windows.push({ from, to: length });
  return windows;
}

/** Fills `features` from a window of normalised text: character 2-5-grams in order, then words and pairs of words. */
export function extractFeatures(
  text: TextBuffer,
  features: FeatureBuffer,
  window: Window = { from: 0, to: text.length },
): FeatureBuffer {
  features.reserve((window.to - window.from + 2) * (LONGEST - SHORTEST + 3));
  features.length = 0;
  addCharacters(text, window, features);
  addWords(window, features);
  return features;
}

/** Whether n-grams see a unit as the space that they also see around a text. */
export function isBlank(code: number): boolean {
  return symbolOf(code) === SPACE;
}

/** Writes to `ids`, from `into` on, the GRAMS n-grams that begin with a space before the units from `from` on. */
export function leadingFeatures(
  { codes }: TextBuffer,
  from: number,
  ids: Int32Array,
  into: number,
  bits: number,
): void {
  let hash = Math.imul(CHARACTER_SEED ^ SPACE, PRIME);
  for (let at = 0; at < GRAMS; at += 1) {
    hash = Math.imul(hash ^ symbolOf(codes[from + at] as number), PRIME);
    ids[into + at] = bucket(hash, bits);
  }
}

/**
 * Fills `features` with the words and pairs of words of a whole text, and returns the symbols that n-grams are made of, with
 * the space on either side: an array that is valid until the next call of this module.
 */
export function extractWords(text: TextBuffer, features: FeatureBuffer): Uint16Array {
  const window = { from: 0, to: text.length };
  const size = pad(text, window);
  features.reserve(size);
  features.length = 0;
  addWords(window, features);
  return padded.subarray(0, size);
}

/** The symbols of the window at hand, with a space on either side. */
let padded = new Uint16Array(4096);

function pad({ codes }: TextBuffer, { from, to }: Window): number {
  const size = to - from + 2;
  if (padded.length < size) padded = new Uint16Array(size * 2);
  padded[0] = SPACE;
  for (let at = from; at < to; at += 1) padded[at - from + 1] = symbolOf(codes[at] as number);
  padded[size - 1] = SPACE;
  return size;
}

function addCharacters(text: TextBuffer, window: Window, features: FeatureBuffer): void {
  const size = pad(text, window);
  const { ids, bits } = features;
  const symbolsHere = padded;
  const whole = size - LONGEST + 1;
  let count = 0;
  let at = 0;
  // The loop below, unrolled: this is most of what a text costs.
  for (; at < whole; at += 1) {
    let hash = Math.imul(CHARACTER_SEED ^ (symbolsHere[at] as number), PRIME);
    hash = Math.imul(hash ^ (symbolsHere[at + 1] as number), PRIME);
    ids[count] = bucket(hash, bits);
    hash = Math.imul(hash ^ (symbolsHere[at + 2] as number), PRIME);
    ids[count + 1] = bucket(hash, bits);
    hash = Math.imul(hash ^ (symbolsHere[at + 3] as number), PRIME);
    ids[count + 2] = bucket(hash, bits);
    hash = Math.imul(hash ^ (symbolsHere[at + 4] as number), PRIME);
    ids[count + 3] = bucket(hash, bits);
    count += 4;
  }
  for (; at < size - 1; at += 1) {
    let hash = Math.imul(CHARACTER_SEED ^ (symbolsHere[at] as number), PRIME);
    const stop = Math.min(at + LONGEST, size);
    for (let next = at + 1; next < stop; next += 1) {
      hash = Math.imul(hash ^ (symbolsHere[next] as number), PRIME);
      ids[count++] = bucket(hash, bits);
    }
  }
  features.length = count;
  if (features.located) locateCharacters(window, size, features);
}

/** The units that each n-gram was read from, in the order of addCharacters. */
function locateCharacters(window: Window, size: number, { from, to }: FeatureBuffer): void {
  let count = 0;
  for (let at = 0; at < size - 1; at += 1) {
    const stop = Math.min(at + LONGEST, size);
    for (let next = at + 1; next < stop; next += 1) {
      from[count] = window.from + Math.max(at - 1, 0);
      to[count++] = Math.min(window.from + next, window.to);
    }
  }
}

/** Words and pairs of words, read from the symbols that addCharacters has laid out. */
function addWords(window: Window, features: FeatureBuffer): void {
  const { ids, bits, located, from, to, wordStarts } = features;
  const symbolsHere = padded;
  const shift = window.from - 1;
  const end = window.to - window.from + 1;
  let count = features.length;
  let before = 0;
  let beforeStart = -1;
  let words = 0;
  let at = 1;
  while (at < end) {
    let symbol = symbolsHere[at] as number;
    if (!isWordUnit(symbol)) {
      at += 1;
      continue;
    }
    const start = at;
    let hash = WORD_SEED;
    do {
      hash = Math.imul(hash ^ symbol, PRIME);
      at += 1;
      symbol = symbolsHere[at] as number;
    } while (at < end && isWordUnit(symbol));
    if (located) {
      from[count] = start + shift;
      to[count] = at + shift;
    }
    ids[count++] = bucket(hash, bits);
    if (beforeStart >= 0) {
      if (located) {
        from[count] = beforeStart + shift;
        to[count] = at + shift;
      }
      ids[count++] = bucket(Math.imul(before ^ PAIR_SEED, PRIME) ^ hash, bits);
    }
    wordStarts[words++] = start + shift;
    before = hash;
    beforeStart = start;
  }
  features.length = count;
  features.words = words;
}

/** What one of `count` features weighs: the vector of a text has length 1 when no n-gram repeats. */
export function featureShare(count: number): number {
  return count === 0 ? 0 : 1 / Math.sqrt(count);
}
