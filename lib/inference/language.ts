import { eld } from "eld/small";
import { CLASS, classOf } from "#lib/domain/text/character-classes";
import { splitsWords, withoutMarkup } from "#lib/domain/text/markup";
import type { TextBuffer } from "#lib/domain/text/text-buffer";
import { countReversed, countTurned } from "#lib/domain/text/unicode-fold";
import { type Evidence, weigh, withoutNames } from "./language-evidence";
import { countScripts, DENSE, mostWritten, UNCODED } from "./language-scripts";

export interface LanguageGuess {
  /** ISO 639-1; `und` when nothing says, `mis` when the script says only that it is none of those. */
  code: string;
  /** In [0, 1]. */
  confidence: number;
  /** Another language that a passage of the text is in: who reads the one need not understand the other. */
  beside?: string;
}

/** Fewer letters than this say nothing against the language that is expected. */
const ENOUGH_LETTERS = 24;
/** The detector's scores run from 0 to 1; the best must beat the expected language by this. */
const MARGIN = 0.1;
/** Frequent words are ordinary English from these shares of a text on: of two words, and of three or more. */
const ENOUGH_OF_TWO = 0.34;
const ENOUGH_OF_MANY = 0.2;
/** In a text of Latin letters these are drawn for others or scattered: the detector is given what is meant. */
const DISGUISE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{M}]/u;
/** Points by which words speak for another language where there is no doubt. */
const SURE_GAP = 8;
/** Letters upside down in a word hide it; of more than this share a text is, and then mostly written backwards, or it is a tongue unknown here. */
const TURNED_SHARE = 0.3;
/** What only a font of one's own draws; emoji still to come are not among them. */
const UNDRAWN = /(?!\p{Extended_Pictographic})[\p{Co}\p{Cn}]/gu;
/** So many of them, and this share of the letters, are more than a logo: they are written with, or stand between letters as boxes. */
const UNDRAWN_WORD = 4;
const UNDRAWN_SHARE = 0.3;
/** So many letters shown from right to left are a word, which is not the one that is written. */
const REVERSED_WORD = 3;
/** This much of a text is read at a time. */
const READ = 600;
const UNKNOWN: LanguageGuess = { code: "und", confidence: 0 };

/** Frequent English words that few other languages spell the same. */
const ENGLISH = new Set(
  `the and you that this with what they have are not your my just like who would could should it's i'm don't be been from
  there their which when how why because about people were know think really can't but want here get good time these
  those then than i he she did does going make right need them him has anybody everyone nobody can something thanks for
  love never always please why way day one new first out up after all any only again`.split(/\s+/),
);

/** So many letters are more than a name or a word quoted: a passage that somebody has to understand. */
const PASSAGE_LETTERS = 12;
const DENSE_PASSAGE_LETTERS = 6;
interface Letters {
  latin: number;
  cyrillic: number;
  other: number;
}

function countLetters({ codes, length }: TextBuffer): Letters {
  const found = { latin: 0, cyrillic: 0, other: 0 };
  for (let at = 0; at < length; at += 1) {
    const code = codes[at] as number;
    if (code < 128) {
      if (code > 96 && code < 123) found.latin += 1;
      continue;
    }
    if (code >= 0xd800 && code <= 0xdbff) {
      if (isRareLetter(code, codes[at + 1] as number)) found.other += 1;
      continue;
    }
    const kind = classOf(code);
    if (kind === CLASS.LATIN) found.latin += 1;
    else if (kind === CLASS.CYRILLIC) found.cyrillic += 1;
    else if (kind >= CLASS.GREEK) found.other += 1;
  }
  return found;
}

/** Whether a pair of surrogates is a letter: most are emoji. */
const isRareLetter = (high: number, low: number) => /\p{L}/u.test(String.fromCharCode(high, low));

const ENGLISH_HASHES = new Set(
  [...ENGLISH].map((word) => wordHash(Uint16Array.from(word, (char) => char.charCodeAt(0)))),
);

/** Whether a frequent word's hash ends in these bits: spares most words the look-up. */
const LAST_BITS = 0xfff;
const ENGLISH_ENDS = new Uint8Array(LAST_BITS + 1);
for (const hash of ENGLISH_HASHES) ENGLISH_ENDS[hash & LAST_BITS] = 1;

function wordHash(codes: Uint16Array, from = 0, to = codes.length): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (codes[at] as number), 0x01000193);
  return hash;
}

/** The share of words that are frequent English ones; texts of ordinary English have a third or more. */
function englishShare({ codes, length }: TextBuffer): { share: number; hits: number } {
  const end = Math.min(length, READ);
  let words = 0;
  let hits = 0;
  let start = 0;
  for (let at = 0; at <= end; at += 1) {
    if (at < end && codes[at] !== 32) continue;
    if (at > start) {
      words += 1;
      const hash = wordHash(codes, start, at);
      if (ENGLISH_ENDS[hash & LAST_BITS] === 1 && ENGLISH_HASHES.has(hash)) hits += 1;
    }
    start = at + 1;
  }
  return { share: hits / (words || 1), hits };
}

/**
 * Guesses the language of a text, given also in its normalised form. Letters of another script decide at once; ordinary English
 * is recognised by its small words. Where English is expected (nothing else is `declared`), small words and letters of other
 * languages come next, so that a short text need not pass for English; the rest goes to the detector, which must be sure,
 * have letters enough and beat the expected language clearly. `und` when the text has no letters; markup with words of its own
 * inside a word, and a word shown from right to left, count as a passage that nobody can read.
 */
export function guessLanguage(text: string, buffer: TextBuffer, declared: string | null): LanguageGuess {
  const original = withoutMarkup(text)?.plain ?? text;
  const letters = countLetters(buffer);
  const guess = guessMain(original, buffer, declared, letters);
  const unread = splitsWords(text) || countReversed(text) >= REVERSED_WORD;
  const beside = unread ? UNCODED : passageBeside(original, guess.code, letters);
  return beside === undefined ? guess : { ...guess, beside };
}

function guessMain(
  original: string,
  buffer: TextBuffer,
  declared: string | null,
  { latin, cyrillic, other }: Letters,
): LanguageGuess {
  const letters = latin + cyrillic + other;
  const undrawn = original.match(UNDRAWN)?.length ?? 0;
  if (undrawn >= UNDRAWN_WORD && undrawn > UNDRAWN_SHARE * letters) return { code: UNCODED, confidence: 0.9 };
  if (letters === 0) return UNKNOWN;
  if (countTurned(original) > TURNED_SHARE * letters) return { code: UNCODED, confidence: 0.9 };
  if (other > 0.3 * letters) return byScript(original);
  const text = original.slice(0, READ);
  const expected = primary(declared);
  if (cyrillic > 0.5 * letters) return cyrillicLanguage(text, cyrillic, expected);
  const { share, hits } = englishShare(buffer);
  if (hits >= 2 && share >= (hits > 2 ? ENOUGH_OF_MANY : ENOUGH_OF_TWO)) return english(share);
  if (expected !== null && expected !== "en") return detected(text, latin, expected);
  return weighed(withoutNames(text), withoutNames(buffer.slice(0, Math.min(buffer.length, READ))));
}

const english = (share: number) => ({ code: "en", confidence: Math.min(0.99, 0.7 + share / 2) });

/** What words, letters and the detector say together: English unless there are signs of another language. */
function weighed(text: string, normalised: string): LanguageGuess {
  const evidence = weigh(text, normalised);
  const share = evidence.englishWords / (evidence.words || 1);
  const gap = evidence.foreign - evidence.english;
  if (gap < 0 && evidence.englishWords >= 2 && share >= ENOUGH_OF_MANY) return english(share);
  const read = DISGUISE.test(text) ? normalised : text;
  const scores = eld.detect(read).getScores();
  const preferred = Object.keys(scores).find((code) => code !== "en") ?? "en";
  const lead = (scores[preferred] ?? 0) - (scores.en ?? 0);
  if (!isForeign(evidence, gap, lead, hasLowerCase(text))) return detected(read, evidence.letters, "en");
  const [likeliest = preferred] = evidence.codes;
  const code = gap <= 0 || evidence.codes.includes(preferred) ? preferred : likeliest;
  return { code, confidence: Math.min(0.9, 0.5 + 0.1 * Math.max(0, gap)) };
}

/** Whether a word begins with a small letter; without, a text may be a name or a shout. */
const hasLowerCase = (text: string) => /(?:^|\s)\p{Ll}/u.test(text);

/**
 * Whether a text of no sure length is in another language than English. `gap` is by how many points the words speak for the
 * other language, `lead` by how much the detector prefers one. The less the words say, the more the detector must, and it
 * decides alone only where no word is English: on short English it is often sure and wrong.
 */
function isForeign(
  { english, words, letters }: Evidence,
  gap: number,
  lead: number,
  lower: boolean,
): boolean {
  if (words < 2 && (letters < 8 || gap < 2)) return false;
  if (gap >= 4) return english === 0 || lead > -0.05;
  if (gap >= 2) return lead >= (english === 0 ? -0.05 : 0.1);
  if (!lower || gap < 0) return false;
  return gap === 1 ? letters >= 8 && lead >= 0.2 : english === 0 && letters >= 10 && lead >= 0.3;
}

const primary = (declared: string | null) => declared?.toLowerCase().split(/[-_]/)[0] ?? null;

function byScript(text: string): LanguageGuess {
  const counts = countScripts(text);
  return counts.size > 0 ? { code: mostWritten(counts), confidence: 0.95 } : UNKNOWN;
}

/**
 * The language of a passage that is not in the text's own: letters of another script, more than a name has, or, in a long text of
 * Latin letters, a part behind what was read that words and the detector agree on.
 */
function passageBeside(
  original: string,
  code: string,
  { latin, cyrillic, other }: Letters,
): string | undefined {
  if (other >= DENSE_PASSAGE_LETTERS) {
    const counts = countScripts(original);
    counts.delete(code);
    const letters = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const passage = mostWritten(counts);
    if (letters >= (DENSE.has(passage) ? DENSE_PASSAGE_LETTERS : PASSAGE_LETTERS)) return passage;
  }
  if (original.length <= READ || latin < other + cyrillic) return undefined;
  for (let from = READ; from < original.length; from += READ) {
    const found = foreignPart(original.slice(from, from + READ), code);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The language of a part of a text, where it is surely another than the text's. */
function foreignPart(part: string, code: string): string | undefined {
  const text = withoutNames(part);
  const { codes, foreign, english, letters } = weigh(text, text.toLowerCase());
  if (letters < ENOUGH_LETTERS || foreign - english < SURE_GAP || codes.includes(code)) return undefined;
  const result = eld.detect(text);
  const { language } = result;
  const scores = result.getScores();
  const lead = (scores[language] ?? 0) - (scores[code === "und" ? "en" : code] ?? 0);
  return lead >= MARGIN && language !== code ? language : undefined;
}

/** Russian, unless letters of its neighbours or a long text say otherwise. */
function cyrillicLanguage(text: string, letters: number, declared: string | null): LanguageGuess {
  if (/[іїєґ]/iu.test(text)) return { code: "uk", confidence: 0.9 };
  if (/[ўјљњћђџѓќ]/iu.test(text)) return { code: /ў/iu.test(text) ? "be" : "sr", confidence: 0.9 };
  if (/[әғқңұһ]/iu.test(text)) return { code: "kk", confidence: 0.9 };
  if (/[өү]/iu.test(text)) return { code: "mn", confidence: 0.9 };
  const own =
    text
      .normalize()
      .toLowerCase()
      .match(/(?=\p{L})\p{Script=Cyrillic}/gu) ?? [];
  if (own.some((letter) => /[^а-яё]/.test(letter))) return { code: UNCODED, confidence: 0.5 };
  return detected(text, letters, declared ?? "ru");
}

function detected(text: string, letters: number, expected: string): LanguageGuess {
  const result = eld.detect(text);
  const scores = result.getScores();
  const best = scores[result.language] ?? 0;
  if (result.language === expected) return { code: expected, confidence: Math.max(0.5, best) };
  const sure = result.isReliable() && letters >= ENOUGH_LETTERS && best >= (scores[expected] ?? 0) + MARGIN;
  return sure ? { code: result.language, confidence: best } : { code: expected, confidence: 0.4 };
}

/** What a model of these languages says by: whether it covers the text's and that of a passage beside it, and the text's own entry. */
export function coverageOf<T>(
  { code, beside }: LanguageGuess,
  entryOf: (language: string) => T | undefined,
): { known: T | undefined; covered: boolean } {
  const known = entryOf(code === "und" ? "en" : code);
  return { known, covered: known !== undefined && (beside === undefined || entryOf(beside) !== undefined) };
}
