import { CLASS, classOf, isAlphabetic, isWordUnit } from "./character-classes";
import { isLeet } from "./leetspeak";
import type { TextBuffer } from "./text-buffer";

const unit = (char: string) => char.charCodeAt(0);
const SPACE = 32;

/** Signs that quote, ask, stand for letters or hold brackets; all others may stand between letters that are spelled one by one. */
const NO_SEPARATOR = new Set([..."@$!?()[]{}"].map(unit));
const OPENING = new Set([..."([{"].map(unit));
const CLOSING = new Set([...")]}"].map(unit));
const FEWEST = { signs: 3, spaces: 4 };

const isSeparator = (code: number): boolean => {
  const found = classOf(code);
  return found === CLASS.SPACE || (found === CLASS.OTHER && !NO_SEPARATOR.has(code));
};

/**
 * Joins letters that are spelled one by one (`f u n`, `f.u.n`, `f--u--n`, `f - u - n`, `(f)(u)(n)`): the same separator throughout, one
 * space, up to three equal signs, or one sign between spaces. Three letters are enough with signs; with spaces it takes four, because
 * "u r a" are words. Returns whether anything was joined.
 */
export function joinSpelledLetters(buffer: TextBuffer): boolean {
  const before = buffer.length;
  let to = 0;
  let from = 0;
  while (from < buffer.length) {
    const bracketed = OPENING.has(buffer.codes[from] as number);
    const run = bracketed ? bracketedRun(buffer, from) : spelledRun(buffer, from);
    if (run.length === 0) {
      buffer.move(to++, from++);
      continue;
    }
    const end = (run.at(-1) as number) + (bracketed ? 2 : 1);
    for (const letter of run) buffer.move(to++, letter);
    from = end;
  }
  buffer.length = to;
  return to < before;
}

const isLoneLetter = ({ codes, length }: TextBuffer, at: number) =>
  at < length &&
  isAlphabetic(codes[at] as number) &&
  (at === 0 || !isWordUnit(codes[at - 1] as number)) &&
  (at + 1 >= length || !isWordUnit(codes[at + 1] as number));

const NONE: number[] = [];

/** Indices of the letters of a spelled-out word that begins at `at`, or none. */
function spelledRun(buffer: TextBuffer, at: number): number[] {
  if (!isLoneLetter(buffer, at)) return NONE;
  const { codes, length } = buffer;
  if (at + 1 >= length || !isSeparator(codes[at + 1] as number)) return NONE;
  const between = codes[at + 1] === SPACE && codes[at + 3] === SPACE && !isWordUnit(codes[at + 2] as number);
  const sign = codes[between ? at + 2 : at + 1] as number;
  if (between && !isSeparator(sign)) return NONE;
  const letters = [at];
  let next = at;
  while (true) {
    const gap = between ? behindSpaced(buffer, next, sign) : behindAlike(buffer, next, sign);
    if (gap === next + 1 || !isLoneLetter(buffer, gap)) break;
    letters.push(gap);
    next = gap;
  }
  return letters.length >= (between || sign === SPACE ? FEWEST.spaces : FEWEST.signs) ? letters : NONE;
}

/** Where up to three equal signs behind a letter end. */
function behindAlike({ codes, length }: TextBuffer, letter: number, sign: number): number {
  let at = letter + 1;
  while (at < length && codes[at] === sign && at - letter <= 3) at += 1;
  return at;
}

/** Where a sign between spaces behind a letter ends. */
function behindSpaced({ codes, length }: TextBuffer, letter: number, sign: number): number {
  const alike = codes[letter + 1] === SPACE && codes[letter + 2] === sign && codes[letter + 3] === SPACE;
  return alike && letter + 4 < length ? letter + 4 : letter + 1;
}

/** Indices of letters of which each stands in brackets, all with a space between or none, from the bracket at `at`; or none. */
function bracketedRun(buffer: TextBuffer, at: number): number[] {
  const { codes, length } = buffer;
  const letters: number[] = [];
  const step = codes[at + 3] === SPACE ? 4 : 3;
  let next = at;
  while (next + 2 < length && OPENING.has(codes[next] as number)) {
    if (!isAlphabetic(codes[next + 1] as number) || !CLOSING.has(codes[next + 2] as number)) break;
    letters.push(next + 1);
    if (step === 4 && codes[next + 3] !== SPACE) break;
    next += step;
  }
  return letters.length >= FEWEST.signs ? letters : NONE;
}

const CYRILLIC_TO_LATIN = new Map(lookalikes("асеорхуіјѕԁһԛԝкмтнвгпьё", "aceopxyijsdhqwkmthbrnbe"));
const GREEK_TO_LATIN = new Map(lookalikes("αονιρτυκεηχβγω", "aoviptukenxbyw"));
const OTHER_TO_LATIN = new Map(lookalikes("օսհոցքѵӏꭺꮯꭼ", "ouhngpvlace"));
const LATIN_TO_CYRILLIC = new Map(lookalikes("aceopxykmthbi", "асеорхукмтнві"));

function lookalikes(from: string, to: string): [number, number][] {
  return [...from].map((char, at) => [unit(char), to.charCodeAt(at)]);
}

const latinLookalike = (code: number) =>
  CYRILLIC_TO_LATIN.get(code) ?? GREEK_TO_LATIN.get(code) ?? OTHER_TO_LATIN.get(code);

/**
 * Folds look-alike letters inside words that mix scripts: to Cyrillic when most letters are Cyrillic and the rest
 * can be, else to Latin when all others can be. Signs that may stand for letters count as part of the word. Words
 * of a single script are never touched. Returns whether any was.
 */
export function foldLookalikes(buffer: TextBuffer): boolean {
  const { codes, length } = buffer;
  let changed = false;
  let at = 0;
  while (at < length) {
    const start = at;
    while (at < length && (isWordUnit(codes[at] as number) || isLeet(codes[at] as number))) at += 1;
    if (at === start) at += 1;
    else if (foldWord(codes, start, at)) changed = true;
  }
  return changed;
}

function foldWord(codes: Uint16Array, start: number, end: number): boolean {
  let latin = 0;
  let foreign = 0;
  let cyrillic = 0;
  let others = 0;
  let toLatin = true;
  let toCyrillic = true;
  for (let at = start; at < end; at += 1) {
    const code = codes[at] as number;
    const found = classOf(code);
    if (found === CLASS.LATIN) {
      latin += 1;
      toCyrillic &&= LATIN_TO_CYRILLIC.has(code);
    } else if (found >= CLASS.LATIN) {
      foreign += 1;
      if (found === CLASS.CYRILLIC) cyrillic += 1;
      else {
        others += 1;
        toCyrillic = false;
      }
      toLatin &&= latinLookalike(code) !== undefined;
    }
  }
  // Cyrillic and Greek in one word are as much of a disguise as either beside Latin.
  if (foreign === 0 || (latin === 0 && (cyrillic === 0 || others === 0))) return false;
  if (toCyrillic && cyrillic > latin) replace(codes, start, end, (code) => LATIN_TO_CYRILLIC.get(code));
  else if (toLatin) replace(codes, start, end, latinLookalike);
  else return false;
  return true;
}

function replace(codes: Uint16Array, start: number, end: number, by: (code: number) => number | undefined) {
  for (let at = start; at < end; at += 1) codes[at] = by(codes[at] as number) ?? (codes[at] as number);
}

/**
 * Shortens runs: three or more of a letter become two, four or more of a sign become three. Digits and `www` stay.
 * Which letters stand for a longer run is remembered, because `sooo` may mean `so` and `asss` may not mean `as`.
 */
export function shortenRuns(buffer: TextBuffer): void {
  const { codes, ends } = buffer;
  let to = 0;
  let from = 0;
  while (from < buffer.length) {
    const code = codes[from] as number;
    let end = from + 1;
    while (end < buffer.length && codes[end] === code) end += 1;
    const keep = from + runLimit(code, end - from);
    const last = ends[end - 1] as number;
    const shortened = keep < end;
    while (from < Math.min(keep, end)) buffer.move(to++, from++);
    if (shortened) {
      ends[to - 1] = last;
      if (classOf(code) >= CLASS.LATIN) buffer.elongated.push(to - 1);
    }
    from = end;
  }
  buffer.length = to;
}

function runLimit(code: number, run: number): number {
  const found = classOf(code);
  if (found === CLASS.DIGIT || (code >= 0xd800 && code <= 0xdfff)) return run;
  if (found === CLASS.OTHER || found === CLASS.SPACE) return 3;
  return run === 3 && code === unit("w") ? 3 : 2;
}
