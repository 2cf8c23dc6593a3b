/** What a UTF-16 code unit is, as far as matching cares. Surrogates (emoji, rare scripts) count as `OTHER`. */
export const CLASS = {
  OTHER: 1,
  SPACE: 2,
  DIGIT: 3,
  LATIN: 4,
  CYRILLIC: 5,
  GREEK: 6,
  /** Letters of other scripts that put spaces between words. */
  LETTER: 7,
  /** Letters of scripts written without spaces: any two of them may be a word boundary. */
  UNSPACED: 8,
  MARK: 9,
} as const;

const table = new Uint8Array(0x10000);

function classify(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return CLASS.OTHER;
  const char = String.fromCharCode(code);
  if (/\s/u.test(char)) return CLASS.SPACE;
  if (/\p{Nd}/u.test(char)) return CLASS.DIGIT;
  if (/\p{Script=Latin}/u.test(char)) return CLASS.LATIN;
  if (/\p{Script=Cyrillic}/u.test(char) && /\p{L}/u.test(char)) return CLASS.CYRILLIC;
  if (/\p{Script=Greek}/u.test(char) && /\p{L}/u.test(char)) return CLASS.GREEK;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}]/u.test(char))
    return CLASS.UNSPACED;
  if (/[\p{Script=Khmer}\p{Script=Myanmar}]/u.test(char)) return CLASS.UNSPACED;
  if (/\p{M}/u.test(char)) return CLASS.MARK;
  return /\p{L}/u.test(char) ? CLASS.LETTER : CLASS.OTHER;
}

/** The class of a UTF-16 code unit; computed once per unit, then a table look-up. */
export function classOf(code: number): number {
  const known = table[code] as number;
  if (known !== 0) return known;
  const found = classify(code);
  table[code] = found;
  return found;
}

/** Whether a unit belongs to a word: letters, digits and the marks on them. */
export function isWordUnit(code: number): boolean {
  return classOf(code) >= CLASS.DIGIT;
}

/** Whether a unit is a letter of a script in which people spell words letter by letter. */
export function isAlphabetic(code: number): boolean {
  const found = classOf(code);
  return found === CLASS.LATIN || found === CLASS.CYRILLIC || found === CLASS.GREEK;
}
