/**
 * Folding of single code points: compatibility forms (NFKC), case, diacritics on Latin letters, invisible and
 * bidirectional controls, letters drawn as pictures, upside down or as small capitals, and typographic punctuation.
 * Look-alikes of other scripts depend on the word around them and are folded in deobfuscate.ts.
 */

/** Zero-width characters, fillers, bidirectional controls, variation selectors and tags: first, last. */
const INVISIBLE: [first: number, last: number][] = [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  // Tatweel, which only makes Arabic words wider.
  [0x640, 0x640],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
const isInvisible = (codePoint: number) =>
  INVISIBLE.some(([first, last]) => codePoint >= first && codePoint <= last);

const pairs = (from: string, to: string): [string, string][] =>
  [...from].map((char, at) => [char, [...to][at] as string]);

const SMALL_CAPITALS = pairs("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz");
/** Upside down, where no letter that stands upright is the same. */
const TURNED = pairs("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy");

/** Latin letters with strokes, hooks and tails that do not come off, by the letter that a reader takes them for. */
export const STRUCK_LETTERS: ReadonlyMap<string, string> = new Map(
  pairs(
    "ⱥƀȼđƌɇꞙǥħⱨɨɉꝁⱪłƚⱡɫꞥøɵꝑᵽꝗɋɍꞧꞩŧⱦʉɏƶɓƈɖɗɠɦƙɭɱɲɳƞŋƥʠɽʂƭʈʋⱳƴʐȥȷɘ",
    "abcddefghhijkkllllnooppqqrrsttuyzbcddghklmnnnnpqrsttvwyzzje",
  ),
);

const TURNED_LETTERS = new RegExp(`[${TURNED.map(([letter]) => letter).join("")}]`, "giu");

/** How many letters of a text stand upside down. */
export const countTurned = (text: string): number => text.match(TURNED_LETTERS)?.length ?? 0;

/** What stands in a line behind an override that shows it from right to left, as a sign or written as a number. */
const OVERRIDDEN = /(?:\u202e|&#(?:8238|x202e);?)[^\u202c\n\r\u2029]*/giu;
/** Hebrew and Arabic are read from right to left anyway. */
const LEFT_TO_RIGHT = /(?![\p{Script=Arabic}\p{Script=Hebrew}])\p{L}/gu;

/** How many letters of a text are shown in another order than they are written in. */
export const countReversed = (text: string): number =>
  text.match(OVERRIDDEN)?.join("").match(LEFT_TO_RIGHT)?.length ?? 0;

/** Latin look-alikes that NFKC leaves alone, and punctuation people type in many shapes. */
const SINGLE = new Map<string, string>([
  ...SMALL_CAPITALS,
  ...TURNED,
  ...STRUCK_LETTERS,
  ...pairs("ɑɡıƒȡ", "agifd"),
  ...pairs("‘’‚‛ʼʻ′`´“”„‟″«»‐‑‒–—―−⁃", "'''''''''\"\"\"\"\"\"\"--------"),
  ["æ", "ae"],
  ["œ", "oe"],
  ["ß", "ss"],
  ["þ", "th"],
]);

/** Letters in brackets, circles and boxes. */
const LETTER_PICTURES: [first: number, last: number][] = [
  [0x249c, 0x24b5],
  [0x24b6, 0x24cf],
  [0x24d0, 0x24e9],
  [0x1f110, 0x1f129],
  [0x1f130, 0x1f149],
  [0x1f150, 0x1f169],
  [0x1f170, 0x1f189],
];

function foldPicture(codePoint: number): string | undefined {
  const block = LETTER_PICTURES.find(([first, last]) => codePoint >= first && codePoint <= last);
  return block && String.fromCharCode(0x61 + codePoint - block[0]);
}

/** NFKC and lower case until neither changes anything: a few letters need a second round. */
function foldCompatibility(char: string): string {
  let folded = char;
  for (let round = 0; round < 4; round += 1) {
    const next = folded.normalize("NFKC").toLowerCase();
    if (next === folded) break;
    folded = next;
  }
  return folded;
}

function stripLatinMarks(char: string): string {
  const [base, ...marks] = char.normalize("NFD");
  return base !== undefined && marks.length > 0 && /\p{Script=Latin}/u.test(base) ? base : char;
}

function foldPiece(char: string): string {
  if (isInvisible(char.codePointAt(0) as number)) return "";
  const base = stripLatinMarks(char);
  const single = SINGLE.get(base);
  if (single !== undefined) return single;
  if (/[\s\p{Cc}\u2028\u2029\u2800]/u.test(base)) return " ";
  return base;
}

function compute(codePoint: number): string {
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) return "\ufffd";
  const picture = foldPicture(codePoint);
  if (picture !== undefined) return picture;
  if (isInvisible(codePoint)) return "";
  return [...foldCompatibility(String.fromCodePoint(codePoint))].map(foldPiece).join("");
}

const cache = new Map<number, string>();

/** What one code point becomes: "" when it is dropped, else one or more UTF-16 units. Memoised. */
export function foldCodePoint(codePoint: number): string {
  const known = cache.get(codePoint);
  if (known !== undefined) return known;
  const folded = compute(codePoint);
  cache.set(codePoint, folded);
  return folded;
}

/** Marks that only decorate (stacked accents, strike-throughs, enclosing shapes): dropped unless they compose. */
export function isDecoration(code: number): boolean {
  return (
    (code >= 0x300 && code <= 0x36f) ||
    (code >= 0x483 && code <= 0x489) ||
    (code >= 0x1ab0 && code <= 0x1aff) ||
    (code >= 0x1dc0 && code <= 0x1dff) ||
    (code >= 0x20d0 && code <= 0x20ff) ||
    (code >= 0xfe20 && code <= 0xfe2f)
  );
}

/**
 * The single unit that `base` and `mark` compose to, or 0. Latin bases never compose: their marks are dropped.
 * Covers Cyrillic and Greek accents, kana voicing marks and conjoining Hangul.
 */
export function compose(base: number, mark: number): number {
  if (base < 0x370 || mark < 0x300) return 0;
  const joined = String.fromCharCode(base, mark).normalize("NFC");
  return joined.length === 1 && foldCodePoint(joined.charCodeAt(0)) === joined ? joined.charCodeAt(0) : 0;
}

/** Letters drawn as others, as no text in any language needs them. */
const DRAWN = new Map([...SMALL_CAPITALS, ...TURNED, ...pairs("ɑɡ", "ag")]);
const range = ([first, last]: [number, number]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;
const PLAIN_NOT = new RegExp(
  `[${[...INVISIBLE, ...LETTER_PICTURES].map(range).join("")}${[...DRAWN.keys()].join("")}]|(?![ \\t\\n\\r])[\\p{Zs}\\p{Cc}\\u2800]`,
  "u",
);

const NOTHING = new RegExp(`^[\\s\\p{Cc}\\u2800${INVISIBLE.map(range).join("")}]*$`, "u");

/** Whether nothing of a text is to be seen. */
export const isBlankText = (text: string): boolean => NOTHING.test(text);

/** Whether a text holds letters drawn as pictures, upside down or as small capitals, signs that show as nothing, or spaces of unusual kinds. */
export const isDrawn = (text: string): boolean => PLAIN_NOT.test(text);

/** A text with those read as what they show, and where each of its units stands in the original. */
export function plainOf(text: string): { plain: string; starts: number[]; ends: number[] } {
  const starts: number[] = [];
  const ends: number[] = [];
  let plain = "";
  let at = 0;
  for (const char of text) {
    const read = PLAIN_NOT.test(char) ? plainChar(char) : char;
    for (let unit = 0; unit < read.length; unit += 1) {
      // Of a character left as it is, each unit keeps its place.
      starts.push(read === char ? at + unit : at);
      ends.push(read === char ? at + unit + 1 : at + char.length);
    }
    plain += read;
    at += char.length;
  }
  return { plain, starts, ends };
}

function plainChar(char: string): string {
  const codePoint = char.codePointAt(0) as number;
  return DRAWN.get(char) ?? foldPicture(codePoint) ?? (isInvisible(codePoint) ? "" : " ");
}
