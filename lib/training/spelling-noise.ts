import type { Random } from "./random";

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  a: "4@а",
  b: "8",
  c: "с",
  e: "3е",
  g: "9",
  i: "1!і",
  l: "1|",
  o: "0о",
  p: "р",
  s: "5$ѕ",
  t: "7+",
  x: "х",
  y: "у",
};
const KEY_ROWS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/**
 * Misspells a text as people do to get past filters: each letter is, with probability `rate`, doubled,
 * dropped, swapped with the next, replaced by a look-alike or a neighbouring key, or followed by a mark.
 */
export function misspell(text: string, random: Random, rate: number): string {
  const letters = Array.from(text);
  let result = "";
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] as string;
    if (!/\p{L}/u.test(letter) || random.next() >= rate) {
      result += letter;
      continue;
    }
    const next = letters[i + 1];
    switch (random.below(6)) {
      case 0:
        result += letter + letter;
        break;
      case 1:
        break;
      case 2:
        if (next && /\p{L}/u.test(next)) {
          result += next + letter;
          i++;
        } else result += letter;
        break;
      case 3:
        result += random.pick(Array.from(LOOKS_LIKE[letter.toLowerCase()] ?? letter));
        break;
      case 4:
        result += neighbour(letter.toLowerCase(), random);
        break;
      default:
        result += letter + random.pick([".", "-", "*", "_", "\u200b"]);
    }
  }
  return result;
}

/** Drops each space between letters, and puts one after each fifth as many letters, with probability `rate`. */
export function moveSpaces(text: string, random: Random, rate: number): string {
  return text
    .replace(/(?<=\p{L}) (?=\p{L})/gu, () => (random.next() < rate ? "" : " "))
    .replace(/(?<=\p{L})(?=\p{L})/gu, () => (random.next() < rate / 5 ? " " : ""));
}

/** Puts a space between all letters of one word in `every`. */
export function spaceOut(text: string, random: Random, every: number): string {
  return text.replace(/\p{L}{3,}/gu, (word) =>
    random.below(every) === 0 ? Array.from(word).join(" ") : word,
  );
}

function neighbour(letter: string, random: Random): string {
  const row = KEY_ROWS.find((keys) => keys.includes(letter));
  if (!row) return letter;
  const at = row.indexOf(letter) + (random.next() < 0.5 ? -1 : 1);
  return row[at] ?? letter;
}
