import { CLASS, classOf } from "./character-classes";
import type { TextBuffer } from "./text-buffer";

const unit = (char: string) => char.charCodeAt(0);
const LETTER_FOR = new Map(
  Object.entries({
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "@": "a",
    $: "s",
    "!": "i",
    "|": "l",
  }).map(([sign, letter]) => [unit(sign), unit(letter)]),
);

const LEET_UNITS = Uint8Array.from({ length: 128 }, (_, code) => (LETTER_FOR.has(code) ? 1 : 0));

/** Whether a unit may stand for a letter. */
export const isLeet = (code: number) => LEET_UNITS[code] === 1;

/** Things written with a digit first that are not words in disguise. */
const COUNTED =
  /^(st|nd|rd|th|am|pm|min|mins|minutes?|hrs?|hours?|secs?|seconds?|days?|weeks?|months?|years?|yrs?|kgs?|lbs?|miles?|km|ft|inch(es)?|pcs|pack|star|stars|times|bn|mil|mph|usd|eur|gbp|dollars?|euros?|pounds?|ever|teen)$/;
const ADDRESS =
  /^@|:\/\/|^www\.|@[^@]*\.|\.(com|net|org|info|biz|io|co|uk|de|ru|br|cn|tr|gov|edu|me|ly|tv|xyz)\b|[#&?=%\\]/;

/**
 * Reads leetspeak back into letters, only where it stands in for them: between letters (`h4te`), before at least
 * three (`1diot`), or at the end of a word that had some already. Numbers, ordinals, units, dates, addresses,
 * mentions, hashtags and codes with more digits than letters are left alone. Returns whether anything was read.
 */
export function readLeetspeak(buffer: TextBuffer): boolean {
  const { codes, length } = buffer;
  let changed = false;
  let at = 0;
  while (at < length) {
    let end = at;
    let signs = 0;
    for (; end < length && codes[end] !== 32; end += 1) signs += LEET_UNITS[codes[end] as number] ?? 0;
    if (signs > 0 && readToken(buffer, at, end)) changed = true;
    at = end + 1;
  }
  return changed;
}

const isLatin = (code: number | undefined) => code !== undefined && classOf(code) === CLASS.LATIN;
const isDigit = (code: number | undefined) => code !== undefined && classOf(code) === CLASS.DIGIT;

function readToken(buffer: TextBuffer, start: number, end: number): boolean {
  if (!mayHideLetters(buffer, start, end)) return false;
  const leading: number[] = [];
  let read = false;
  forEachSign(buffer, start, end, (at, stop) => {
    const before = at > start ? buffer.codes[at - 1] : undefined;
    const after = stop < end ? buffer.codes[stop] : undefined;
    if (stop - at > 2 || isDigit(before) || isDigit(after)) return;
    if (!isLatin(before)) leading.push(at);
    else if (isLatin(after) || trails(buffer, at, stop, start, read)) {
      substitute(buffer.codes, at, stop);
      read = true;
    }
  });
  for (const at of leading) {
    if (!leads(buffer, at, end)) continue;
    substitute(buffer.codes, at, at + 1);
    read = true;
  }
  return read;
}

/** Words have more letters than digits, few groups of digits, and none that never stand for a letter. */
function mayHideLetters(buffer: TextBuffer, start: number, end: number): boolean {
  let letters = 0;
  let digits = 0;
  let groups = 0;
  for (let at = start; at < end; at += 1) {
    const code = buffer.codes[at] as number;
    if (isLatin(code)) letters += 1;
    if (!isDigit(code)) continue;
    if (!isLeet(code)) return false;
    digits += 1;
    if (at === start || !isDigit(buffer.codes[at - 1])) groups += 1;
  }
  if (letters < 2 || digits > letters + 1 || groups > 3) return false;
  return !ADDRESS.test(buffer.slice(start, end));
}

function forEachSign(
  buffer: TextBuffer,
  start: number,
  end: number,
  visit: (at: number, stop: number) => void,
) {
  let at = start;
  while (at < end) {
    let stop = at;
    while (stop < end && isLeet(buffer.codes[stop] as number)) stop += 1;
    if (stop > at) visit(at, stop);
    at = Math.max(stop, at + 1);
  }
}

/** At a word's end: two dollar signs, one after three letters, or digits where others stood for letters before. */
function trails(
  { codes }: TextBuffer,
  at: number,
  stop: number,
  start: number,
  readBefore: boolean,
): boolean {
  if (codes[at] !== unit("$")) return readBefore && isDigit(codes[stop - 1]);
  return stop - at === 2 || (at - start >= 3 && isLatin(codes[at - 2]) && isLatin(codes[at - 3]));
}

/** A leading digit or dollar sign stands for a letter when a word of three letters or more follows. */
function leads(buffer: TextBuffer, at: number, end: number): boolean {
  const { codes } = buffer;
  const sign = codes[at] as number;
  if (sign !== unit("$") && !isDigit(sign)) return false;
  let last = at + 1;
  while (last < end && isLatin(codes[last])) last += 1;
  return last - at > 3 && !COUNTED.test(buffer.slice(at + 1, last));
}

function substitute(codes: Uint16Array, at: number, stop: number): void {
  const doubleOne = stop - at === 2 && codes[at] === unit("1") && codes[at + 1] === unit("1");
  for (let i = at; i < stop; i += 1)
    codes[i] = doubleOne ? unit("l") : (LETTER_FOR.get(codes[i] as number) as number);
}
