import { type Reading, withoutMarkup } from "./markup";
import { isDrawn, plainOf, STRUCK_LETTERS } from "./unicode-fold";

/** A word of a text: the folded form that models see, and where it stands in the original (UTF-16 offsets). */
export interface Word {
  form: string;
  start: number;
  end: number;
}

const URL = String.raw`(?:https?:\/\/|www\.)\S+|\[URL\]`;
const MENTION = String.raw`@\w+|\[USER\]|<user>`;
const NOISE = String.raw`&#?\w+;|\[linebreak\]`;
const IDEOGRAPH = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]`;
/** A letter of a script in which words are spelled. */
const LETTER = String.raw`(?!${IDEOGRAPH})\p{L}`;
/** What may stand between letters that are spelled one by one: any sign but those that quote, ask or stand for letters. */
const SEPARATOR = String.raw`[^\p{L}\p{M}\p{N}\p{Cc}@$!?"“”«»()[\]{}]`;
/** The same separator throughout, one to three of it; the group is `Kind.Separator`. */
const ALIKE = String.raw`(${SEPARATOR})\5{0,2}${LETTER}(?:\5{1,3}${LETTER})+`;
/** The same sign between spaces throughout, for four letters and more; the group is `Kind.Apart`. */
const APART = String.raw`( ${SEPARATOR} )${LETTER}(?:\6${LETTER}){2,}`;
/** A letter to a line; where other lines are empty than those between the letters, the next word begins. The group is `Kind.Line`. */
const LINED = String.raw`((?:[ \t]{0,2}\r?\n){1,3})${LETTER}(?:\7${LETTER})+`;
/** Several separators, unless behind a space the next word begins: words of dotted letters are apart. */
const MIXED = String.raw`(?:(?:[.\-_*]| (?!\p{L}[.\-_*]{1,3}\p{L}[.\-_*]))${LETTER}){2,}`;
const BRACKET = String.raw`[([{]${LETTER}[)\]}]`;
/** Each letter in brackets, all of them with a space between or none. */
const BRACKETED = `${BRACKET}(?:(?:${BRACKET}){2,}|(?: ${BRACKET}){2,})`;
const SPACED = String.raw`(?<![\p{L}\p{N}])(?:${LETTER}(?:${ALIKE}|${APART}|${LINED}|${MIXED})|${BRACKETED})(?![\p{L}\p{N}])`;
/** Characters that show as nothing: zero-width spaces and joiners, soft hyphens. */
const INVISIBLE = String.raw`\u00ad\u200b-\u200f\u2060\ufeff`;
const WORD = String.raw`[\p{L}\p{N}$](?:[\p{L}\p{M}\p{N}${INVISIBLE}]|['’*$@!|+\-_.](?=[\p{L}\p{N}$*@!]))*[$*]*`;
const EMOJI = String.raw`\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}`;
const MARK = '[!?]+|["“”«».:]';
const UNSEEN = new RegExp(`['’\\-_.${INVISIBLE}]`, "gu");
const PATTERN = new RegExp(
  [URL, MENTION, NOISE, SPACED, IDEOGRAPH, WORD, EMOJI, MARK].map((part) => `(${part})`).join("|"),
  "giu",
);
/** Mentions one behind another. */
const MENTIONS = /@\w+(?:[\s.,;]{1,3}@\w+)*/uy;
/** Words that are nobody's name: mentions of them, and those beside, are words of a sentence. */
const NOBODY = /@(?:i|im|my|u|ur|you|your|yours|youre|yourself|yourselves|am|are|is|the|and|so)(?!\w)/iu;
enum Kind {
  Url = 1,
  Mention,
  Noise,
  Spaced,
  Separator,
  Apart,
  Line,
  Ideograph,
  Word,
  Emoji,
  Mark,
}

/** Symbols and digits that stand in for letters. */
const LEET: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "i",
  "+": "t",
};

/** Cyrillic, Greek and Armenian letters that look Latin, used inside otherwise Latin words. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  а: "a",
  в: "b",
  с: "c",
  е: "e",
  н: "h",
  і: "i",
  ї: "i",
  ј: "j",
  к: "k",
  м: "m",
  о: "o",
  р: "p",
  ѕ: "s",
  т: "t",
  у: "y",
  х: "x",
  α: "a",
  β: "b",
  ε: "e",
  η: "n",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  τ: "t",
  υ: "u",
  χ: "x",
  γ: "y",
  ω: "w",
  ԁ: "d",
  һ: "h",
  ԛ: "q",
  ԝ: "w",
  ѵ: "v",
  ӏ: "l",
  օ: "o",
  ս: "u",
  հ: "h",
  ո: "n",
  ց: "g",
};

/** Scripts whose letters are mixed by none but those who hide a word. */
const UNMIXED = [/\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
const STRUCK = new RegExp(`[${[...STRUCK_LETTERS.keys()].join("")}]`, "gu");

/** Longest word form kept; what is longer is cut, so that no input can make features without bound. */
const LONGEST_FORM = 32;

/**
 * Splits a text into words, folding each to the form a careful reader sees: lower case, no accents, no
 * repeated letters, look-alike letters and digits resolved, spaced-out letters joined. Ideographs and emoji
 * stand alone; links, mentions and numbers become classes.
 */
export function splitWords(text: string): Word[] {
  const shown = withoutMarkup(text);
  return shown ? placedBack(splitDrawn(shown.plain), shown) : splitDrawn(text);
}

function splitDrawn(text: string): Word[] {
  if (!isDrawn(text)) return split(text);
  const drawn = plainOf(text);
  return placedBack(split(drawn.plain), drawn);
}

function placedBack(words: readonly Word[], { starts, ends }: Reading): Word[] {
  return words.map(({ form, start, end }) => ({
    form,
    start: starts[start] as number,
    end: ends[end - 1] as number,
  }));
}

function split(text: string): Word[] {
  const words: Word[] = [];
  let last = 0;
  let emphasis = 0;
  let mentions = { end: 0, speak: false };
  for (const match of text.matchAll(PATTERN)) {
    const { index, 0: raw } = match;
    if (match[Kind.Mention] !== undefined && raw.startsWith("@")) {
      if (index >= mentions.end) mentions = mentionsAt(text, index);
      if (mentions.speak) {
        const form = foldedWord(raw.slice(1));
        if (form) words.push({ form, start: index, end: index + raw.length });
        last = index + raw.length;
        continue;
      }
    }
    const opened = match[Kind.Word] === undefined ? 0 : starsBefore(text, index, last);
    if (opened > 0) emphasis = opened;
    if (match[Kind.Word] !== undefined && emphasis > 0 && closes(raw, emphasis, opened > 0)) {
      match[0] = raw.slice(0, -emphasis);
      emphasis = 0;
    }
    const form = foldMatch(match);
    if (form) words.push({ form, start: index, end: index + match[0].length });
    last = index + raw.length;
  }
  return words;
}

/** Where the mentions that begin here end, and whether they are the words of a sentence. */
function mentionsAt(text: string, at: number): { end: number; speak: boolean } {
  MENTIONS.lastIndex = at;
  const [run = ""] = MENTIONS.exec(text) ?? [];
  return { end: at + run.length, speak: NOBODY.test(run) };
}

/** How many asterisks stand right before `at`, none of them before `from`. */
function starsBefore(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && text[start - 1] === "*") start -= 1;
  return at - start;
}

/** Whether a word ends an emphasis of so many asterisks (`**word**`), rather than having letters hidden by them (`sh**`). */
function closes(word: string, stars: number, opens: boolean): boolean {
  const letters = word.length - stars;
  return word.endsWith("*".repeat(stars)) && word[letters - 1] !== "*" && letters >= (opens ? 1 : 3);
}

function foldMatch(match: RegExpExecArray): string {
  const raw = match[0];
  if (match[Kind.Url] !== undefined) return "⟨url⟩";
  if (match[Kind.Mention] !== undefined) return "⟨user⟩";
  if (match[Kind.Noise] !== undefined) return "";
  if (match[Kind.Spaced] !== undefined) return foldWord(raw.replace(/\P{L}/gu, ""));
  if (match[Kind.Mark] !== undefined)
    return raw.includes("?") ? "?" : raw.includes("!") ? "!" : foldMark(raw);
  if (match[Kind.Word] !== undefined) return foldedWord(raw);
  return raw;
}

function foldMark(mark: string): string {
  return /["“”«»]/u.test(mark) ? '"' : mark;
}

/** Words up to this length are remembered: the runtime copies strings so short, longer ones would keep their text alive. */
const REMEMBERED_LENGTH = 12;
const REMEMBERED_WORDS = 50_000;
const remembered = new Map<string, string>();

/** As foldWord; words come again, so their forms are remembered, up to a bound. */
function foldedWord(word: string): string {
  if (word.length > REMEMBERED_LENGTH) return foldWord(word);
  const known = remembered.get(word);
  if (known !== undefined) return known;
  const form = foldWord(word);
  if (remembered.size >= REMEMBERED_WORDS) remembered.clear();
  remembered.set(word, form);
  return form;
}

/** The form of one word, e.g. `H4TEEE` becomes `hate` and `don't` becomes `dont`. */
export function foldWord(word: string): string {
  let form = word.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  if (/^\p{N}/u.test(form) && !/\p{L}/u.test(form))
    return `⟨${Math.min(form.replace(/\P{N}/gu, "").length, 5)}⟩`;
  form = form.replace(UNSEEN, "").replace(STRUCK, (c) => STRUCK_LETTERS.get(c) ?? c);
  if (/[a-z]/u.test(form) || looksLatin(form)) {
    form = form.replace(/[^a-z0-9]/gu, (c) => LOOKALIKES[c] ?? c);
    // A digit counts as a letter between or before letters; numbers at the end ("covid19") stay numbers.
    form = form
      .replace(/[0134578](?=\d*[a-z])/gu, (c) => LEET[c] ?? c)
      .replace(/[@$!|+]/gu, (c) => LEET[c] ?? c);
  }
  return form.replace(/(.)\1{2,}/gu, "$1").slice(0, LONGEST_FORM);
}

/** Whether a word without a Latin letter is made of look-alikes of several scripts. */
function looksLatin(form: string): boolean {
  return (
    UNMIXED.filter((script) => script.test(form)).length > 1 &&
    Array.from(form).every((c) => c in LOOKALIKES || !/\p{L}/u.test(c))
  );
}
