import { splitWords } from "./words";

/** Letters that are written one by one, with anything but letters between. */
const ONE_BY_ONE = /^\p{L}(?:[^\p{L}]+\p{L}){2,}$/u;
/** A digit among letters, or one that looks like a letter before some: not `3rd` or `4ever`. */
const DIGIT_FOR_LETTER = /\p{L}\d+\p{L}|^[01]\p{L}{3,}/u;
/** What words are written with beside letters, and what stands over these. */
const BESIDE_LETTERS = /[\p{M}'’\-_.]/gu;

/**
 * A text with the words that are disguised (letters apart, look-alikes of other scripts, signs and digits for letters, tags and invisible
 * signs inside) as they would be written plainly; all else stands as it is. For readers that know words as people write them.
 */
export function plainlySpelt(text: string): string {
  let plain = "";
  let from = 0;
  for (const { form, start, end } of splitWords(text)) {
    if (!isDisguised(text.slice(start, end), form)) continue;
    plain += text.slice(from, start) + form;
    from = end;
  }
  return plain + text.slice(from);
}

function isDisguised(written: string, form: string): boolean {
  if (!/^[a-z]{2,}$/u.test(form)) return false;
  if (ONE_BY_ONE.test(written)) return true;
  const letters = written.normalize("NFKD").toLowerCase().replace(BESIDE_LETTERS, "");
  if (letters === form) return false;
  return /\d/u.test(letters) ? DIGIT_FOR_LETTER.test(written) : true;
}
