import { CLASS, classOf, isWordUnit } from "./character-classes";
import { foldLookalikes, joinSpelledLetters, shortenRuns } from "./deobfuscate";
import { isLeet, readLeetspeak } from "./leetspeak";
import { type Reading, withoutMarkup } from "./markup";
import { TextBuffer } from "./text-buffer";
import { compose, foldCodePoint, isDecoration } from "./unicode-fold";

/** Normalised text with the way back: unit `i` of `text` came from `starts[i]` to `ends[i]` of the original. */
export interface NormalisedText {
  text: string;
  /** UTF-16 offsets into the original, non-decreasing. */
  starts: Uint32Array;
  /** End offsets, exclusive, non-decreasing; `starts[i] < ends[i]`. */
  ends: Uint32Array;
  /** Indices of letters that stand for a longer run, ascending. */
  elongated: number[];
}

const LOWER = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code < 32 || code === 127) return 32;
  if (code === 96) return 39;
  return code >= 65 && code <= 90 ? code + 32 : code;
});

const LETTER = 1;
const LEET = 2;
const SIGN = 4;
/** Signs that stand for letters only before one: most exclamation marks end a sentence. */
const INNER = 8;
/** Kinds of folded ASCII units; what is not ASCII counts as a letter, to be on the safe side. */
const KIND = Uint8Array.from({ length: 128 }, (_, code) => {
  if (isLeet(code)) return classOf(code) === CLASS.DIGIT || code === 36 ? LEET : INNER;
  if (classOf(code) === CLASS.LATIN) return LETTER;
  return classOf(code) === CLASS.DIGIT ? 0 : SIGN;
});
const kindOf = (code: number) => (code < 128 ? (KIND[code] as number) : LETTER);

/** Farthest that two letters of a spelled-out word stand from each other (joinSpelledLetters). */
const LONGEST_GAP = 4;
/** Units beside which a letter stands alone. */
const ASIDE = Uint8Array.from({ length: 128 }, (_, code) => (isWordUnit(code) ? 0 : 1));
const isAside = (code: number) => (code < 128 ? ASIDE[code] === 1 : !isWordUnit(code));

interface Findings {
  foreign: boolean;
  leet: boolean;
  spelled: boolean;
  runs: boolean;
}

function pushFolded(buffer: TextBuffer, code: number, start: number, end: number): void {
  const last = buffer.length - 1;
  if (last >= 0 && code === 32 && buffer.codes[last] === 32) {
    buffer.ends[last] = end;
    return;
  }
  if (code >= 0x300 && last >= 0) {
    const composed = compose(buffer.codes[last] as number, code);
    if (composed !== 0) {
      buffer.codes[last] = composed;
      buffer.ends[last] = end;
      return;
    }
  }
  if (!isDecoration(code)) buffer.push(code, start, end);
}

/** 0, 1, 2, ...: where the units of plain text come from. */
let places = Uint32Array.from({ length: 4097 }, (_, at) => at);

/**
 * Folds the plain beginning of a text, which for most texts is all of it: ASCII without two spaces in a row, where
 * every unit stays in its place. Returns how much that is.
 */
function foldPlain(buffer: TextBuffer, text: string): number {
  const { codes, starts, ends } = buffer;
  const { length } = text;
  let before = 0;
  let at = 0;
  for (; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) break;
    const lower = LOWER[code] as number;
    if (lower === 32 && before === 32) break;
    codes[at] = lower;
    before = lower;
  }
  if (places.length <= at) places = Uint32Array.from({ length: at * 2 }, (_, place) => place);
  starts.set(places.subarray(0, at));
  ends.set(places.subarray(1, at + 1));
  buffer.length = at;
  return at;
}

/** Folds unit by unit; returns whether letters of other scripts than Latin were seen. */
function fold(buffer: TextBuffer, text: string): boolean {
  let foreign = false;
  const { length } = text;
  for (let at = foldPlain(buffer, text); at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 128) {
      const lower = LOWER[code] as number;
      if (lower === 32) pushFolded(buffer, 32, at, at + 1);
      else buffer.push(lower, at, at + 1);
      continue;
    }
    const codePoint = text.codePointAt(at) as number;
    const width = codePoint > 0xffff ? 2 : 1;
    const folded = foldCodePoint(codePoint);
    for (let piece = 0; piece < folded.length; piece += 1) {
      const unit = folded.charCodeAt(piece);
      if (unit > 127 && classOf(unit) > CLASS.LATIN) foreign = true;
      pushFolded(buffer, unit, at, at + width);
    }
    at += width - 1;
  }
  return foreign;
}

/** Which of the passes could change anything: most texts need none of them. */
function survey({ codes, length }: TextBuffer, foreign: boolean): Findings {
  const found = { foreign, leet: false, spelled: false, runs: false };
  let last = SIGN;
  let same = 0;
  let lastLone = -LONGEST_GAP - 1;
  let lone = 0;
  for (let at = 0; at < length; at += 1) {
    const code = codes[at] as number;
    const kind = kindOf(code);
    same = at > 0 && code === codes[at - 1] ? same + 1 : 1;
    // Signs may come in threes, letters in pairs.
    if (same > 2 && (kind === LETTER || same > 3)) found.runs = true;
    if (kind === LETTER) {
      if ((last & (LEET | INNER)) !== 0) found.leet = true;
      const alone =
        (at === 0 || isAside(codes[at - 1] as number)) &&
        (at + 1 === length || isAside(codes[at + 1] as number));
      if (alone) {
        lone = at - lastLone <= LONGEST_GAP ? lone + 1 : 1;
        if (lone > 2) found.spelled = true;
        lastLone = at;
      }
    } else if (kind === LEET && last === LETTER) found.leet = true;
    last = kind;
  }
  return found;
}

/** Normalises `text` into a reused buffer: the way without allocations, for feature extraction. */
export function normaliseInto(buffer: TextBuffer, text: string): TextBuffer {
  buffer.clear();
  buffer.reserve(text.length);
  const shown = withoutMarkup(text);
  const found = survey(buffer, fold(buffer, shown?.plain ?? text));
  let runs = found.runs;
  if (found.spelled && joinSpelledLetters(buffer)) runs = true;
  if (found.foreign && foldLookalikes(buffer)) runs = true;
  if (found.leet && readLeetspeak(buffer)) runs = true;
  if (runs) shortenRuns(buffer);
  if (shown) placeBack(buffer, shown);
  return buffer;
}

/** From places in what a text shows to places in the text. */
function placeBack({ starts, ends, length }: TextBuffer, shown: Reading): void {
  for (let at = 0; at < length; at += 1) {
    starts[at] = shown.starts[starts[at] as number] as number;
    ends[at] = shown.ends[(ends[at] as number) - 1] as number;
  }
}

const shared = new TextBuffer();

/**
 * Normalises text for matching and for the models: NFKC, lower case, Latin diacritics, invisible and
 * bidirectional controls, look-alike letters, leetspeak, spelled-out and elongated words, markup that shows as nothing.
 * Idempotent but for markup, as what shows may be markup again; every unit keeps the stretch of the original it came from.
 * Lone surrogates become U+FFFD, white space one space.
 */
export function normalise(text: string): NormalisedText {
  const { length, starts, ends, elongated } = normaliseInto(shared, text);
  return { text: shared.slice(), starts: starts.slice(0, length), ends: ends.slice(0, length), elongated };
}

/** The stretch of the original behind the normalised units `start` to `end` (exclusive, at least one unit). */
export function originalSpan(
  map: Pick<NormalisedText, "starts" | "ends">,
  start: number,
  end: number,
): { start: number; end: number } {
  return { start: map.starts[start] as number, end: map.ends[end - 1] as number };
}
