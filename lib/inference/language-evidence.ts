import { BORROWED, ENGLISH_WORDS, LETTERS, SMALL_WORDS } from "./language-words";

/** What the words and letters of a text say for English, and for the language beside it that they say most for. */
export interface Evidence {
  /** Points for that language: two for each word or letter that is foreign to English, one where English knows it too. */
  foreign: number;
  /** Points for English, counted likewise. */
  english: number;
  /** Languages with as many points, or nearly; most first, empty without any. */
  codes: string[];
  words: number;
  /** Letters of those words. */
  letters: number;
  /** How many of the words are common English ones. */
  englishWords: number;
}

interface Entry {
  /** Places in LANGUAGES. */
  languages: number[];
  english: boolean;
  /** What it is worth to each of its languages. */
  points: number;
}

const LANGUAGES = Object.keys(SMALL_WORDS);
/** Letters count for at most as much as two words. */
const MOST_FOR_LETTERS = 4;
/** Languages so many points apart are alike. */
const ALIKE = 1;
/** Names of users and files, hashtags, addresses, numbers and code: they stand in texts of any language. */
const NO_WORD = /[@#/_=<>{}\\\d]|[^.][.(][^.)]/;
/** A lone consonant is an initial or a sound. */
const INITIAL = /^[^aeioy]$/;

const split = (words: string) => words.split(/\s+/);
const ENTRIES = wordEntries();
const LETTER_ENTRIES = letterEntries();

function wordEntries(): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const borrowed = new Set(split(BORROWED));
  for (const word of split(ENGLISH_WORDS)) entries.set(word, { languages: [], english: true, points: 1 });
  for (const [language, words] of Object.values(SMALL_WORDS).entries())
    for (const word of split(words)) {
      if (INITIAL.test(word)) continue;
      const known = entries.get(word);
      if (known) known.languages.push(language);
      else {
        const points = word.length === 1 || borrowed.has(word) ? 1 : 2;
        entries.set(word, { languages: [language], english: false, points });
      }
    }
  return entries;
}

function letterEntries(): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const [code, letters] of Object.entries(LETTERS.of))
    for (const letter of letters) {
      const known = entries.get(letter);
      const points = LETTERS.lent.includes(letter) ? 1 : 2;
      if (known) known.languages.push(LANGUAGES.indexOf(code));
      else entries.set(letter, { languages: [LANGUAGES.indexOf(code)], english: false, points });
    }
  return entries;
}

/** A text without what says nothing about its language. */
export const withoutNames = (text: string): string =>
  text
    .split(/\s+/)
    .filter((word) => !NO_WORD.test(word))
    .join(" ");

/** Weighs a text (`withoutNames`) by its letters and, as normalised, by its words, each once. */
export function weigh(original: string, normalised: string): Evidence {
  const points = letterPoints(original);
  const found = { english: 0, words: 0, letters: 0, englishWords: 0 };
  const seen = new Set<string>();
  for (const word of normalised.match(/[a-z]+(?:'[a-z]+)?/g) ?? []) {
    found.words += 1;
    found.letters += word.length;
    const entry = lookUp(word);
    if (entry?.english) found.englishWords += 1;
    if (!entry || seen.has(word)) continue;
    seen.add(word);
    add(entry, points);
    if (entry.english) found.english += entry.languages.length > 0 ? 1 : 2;
  }
  return { ...found, ...mostPoints(points) };
}

/** A word as it stands, or what stands before its apostrophe: `l'` and `qu'` are words, and so is `dog` in `dog's`. */
function lookUp(word: string): Entry | undefined {
  const known = ENTRIES.get(word);
  const apostrophe = word.indexOf("'");
  if (known || apostrophe < 0) return known;
  return ENTRIES.get(word.slice(0, apostrophe + 1)) ?? ENTRIES.get(word.slice(0, apostrophe));
}

function letterPoints(original: string): number[] {
  const points = LANGUAGES.map(() => 0);
  const seen = new Set<string>();
  for (const letter of original.toLowerCase()) {
    if (letter <= "\u007f" || seen.has(letter)) continue;
    seen.add(letter);
    const entry = LETTER_ENTRIES.get(letter);
    if (entry) add(entry, points);
  }
  return points.map((each) => Math.min(each, MOST_FOR_LETTERS));
}

function add({ languages, points }: Entry, to: number[]): void {
  for (const language of languages) to[language] = (to[language] as number) + points;
}

function mostPoints(points: number[]): Pick<Evidence, "foreign" | "codes"> {
  const foreign = Math.max(...points);
  const codes = [...points.entries()]
    .filter(([, each]) => each > 0 && each >= foreign - ALIKE)
    .sort(([, a], [, b]) => b - a)
    .map(([language]) => LANGUAGES[language] as string);
  return { foreign, codes };
}
