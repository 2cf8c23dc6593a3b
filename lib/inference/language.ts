import { eld } from "eld/small";
import { CLASS, classOf } from "#lib/domain/text/character-classes";
import type { TextBuffer } from "#lib/domain/text/text-buffer";

export interface LanguageGuess {
  /** ISO 639-1; `und` when nothing says. */
  code: string;
  /** In [0, 1]. */
  confidence: number;
}

/** Fewer letters than this say nothing against the language that is expected. */
const ENOUGH_LETTERS = 24;
/** The detector's scores run from 0 to 1; the best must beat the expected language by this. */
const MARGIN = 0.1;
/** This much of a text is read. */
const READ = 600;
const UNKNOWN: LanguageGuess = { code: "und", confidence: 0 };

/** Frequent English words that few other languages spell the same. */
const ENGLISH = new Set(
  `the and you that this with what they have are not your my just like who would could should it's i'm don't be been from
  there their which when how why because about people were know think really can't but want here get good time these
  those then than i he she did does going make right need them him has anybody everyone nobody can something thanks for
  love never always please why way day one new first out up after all any only again`.split(/\s+/),
);

/** Scripts that belong to one language each, as far as moderation cares. */
const SCRIPTS: [code: string, script: RegExp][] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ["zh", /\p{Script=Han}/u],
  ["ko", /\p{Script=Hangul}/u],
  ["ar", /\p{Script=Arabic}/u],
  ["he", /\p{Script=Hebrew}/u],
  ["hi", /\p{Script=Devanagari}/u],
  ["th", /\p{Script=Thai}/u],
  ["el", /\p{Script=Greek}/u],
];

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
    const kind = classOf(code);
    if (kind === CLASS.LATIN) found.latin += 1;
    else if (kind === CLASS.CYRILLIC) found.cyrillic += 1;
    else if (kind >= CLASS.GREEK) found.other += 1;
  }
  return found;
}

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
 * is recognised by its small words; the rest goes to the detector, which must be sure, have letters enough and
 * beat the expected language (`declared`, or English) clearly. `und` when the text has no letters.
 */
export function guessLanguage(original: string, buffer: TextBuffer, declared: string | null): LanguageGuess {
  const { latin, cyrillic, other } = countLetters(buffer);
  const letters = latin + cyrillic + other;
  if (letters === 0) return UNKNOWN;
  if (other > 0.3 * letters) return byScript(original);
  if (cyrillic > 0.5 * letters) return cyrillicLanguage(original.slice(0, READ), cyrillic, primary(declared));
  const { share, hits } = englishShare(buffer);
  if (hits >= 2 && share >= 0.2) return { code: "en", confidence: Math.min(0.99, 0.7 + share / 2) };
  return detected(original.slice(0, READ), latin, primary(declared) ?? "en");
}

const primary = (declared: string | null) => declared?.toLowerCase().split(/[-_]/)[0] ?? null;

function byScript(text: string): LanguageGuess {
  const found = SCRIPTS.find(([, script]) => script.test(text));
  return found ? { code: found[0], confidence: 0.95 } : { code: "und", confidence: 0.5 };
}

/** Russian, unless letters of its neighbours or a long text say otherwise. */
function cyrillicLanguage(text: string, letters: number, declared: string | null): LanguageGuess {
  if (/[іїєґ]/iu.test(text)) return { code: "uk", confidence: 0.9 };
  if (/[ўјљњћђџѓќ]/iu.test(text)) return { code: /ў/iu.test(text) ? "be" : "sr", confidence: 0.9 };
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
