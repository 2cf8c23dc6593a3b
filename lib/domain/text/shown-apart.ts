/** UTF-16 offsets, the end exclusive. */
interface Span {
  start: number;
  end: number;
}

/** What a browser takes for a tag or a comment; signs outside quotes that compare or compute do not stand in one. */
const TAG = String.raw`<[\/!?A-Za-z](?:[^<>&|;()"']|"[^"<>]{0,400}"|'[^'<>]{0,400}'){0,400}>`;
const LABEL = String.raw`\[(?=[^\][]{0,200}\p{L})[^\][]{1,200}(?=\])`;
const ADDRESS = String.raw`\]\([^()\s]{0,400}(?:\s[^()]{0,200})?\)`;
/** A link of Markdown, or a picture, with its address behind it; or with the name of one, unless it counts as in `a[i][j]`. */
const LINK = String.raw`!?${LABEL}${ADDRESS}|(?<![\p{L}\p{N}\])])!?${LABEL}\]\[[^\][]{0,80}\]`;
/** Tags inside a word: between two letters that stand alone what looks like a tag compares them, and lines begin with capitals. */
const WITHIN = String.raw`[\p{L}>]\p{L}(?:${TAG})+\p{Ll}|\p{L}(?:${TAG})+\p{Ll}[\p{L}<]|\p{Lu}(?:${TAG})+\p{Lu}[\p{Lu}<]`;
const IN_WORD = new RegExp(String.raw`${WITHIN}|\p{L}(?:${LINK})|${ADDRESS}\p{L}`, "u");
/** What stands between links that are read in one: a word at most. Behind more, or in a list, each is read with what stands around it. */
const GAP = String.raw`[ \t,.;:!]{0,3}(?:\r?\n)?(?:[\p{L}'’]{1,12}\s)?`;
const LINKS = new RegExp(String.raw`(?:${LINK})${GAP}(?:${LINK})|<\/[Aa]>${GAP}<[Aa]\s`, "u");
const UNDRAWN = new RegExp(`(${LINK})|${TAG}`, "gu");

/**
 * The stretches of a text that are drawn where its links are drawn as links and its tags as nothing, or none where no two links stand
 * beside each other and no mark-up in a word: it is there that mark-up parts what people read in one.
 */
export function drawnStretches(text: string): Span[] {
  if (!text.includes("](") && !text.includes("][") && !text.includes("<")) return [];
  if (!LINKS.test(text) && !IN_WORD.test(text)) return [];
  const stretches: Span[] = [];
  let last = 0;
  const keep = (end: number, next: number) => {
    if (end > last) stretches.push({ start: last, end });
    last = next;
  };
  for (const { 0: found, 1: link, index } of text.matchAll(UNDRAWN)) {
    const end = index + found.length;
    if (link === undefined) keep(index, end);
    else {
      keep(index, index + link.indexOf("[") + 1);
      keep(index + link.indexOf("]"), end);
    }
  }
  keep(text.length, text.length);
  return stretches.some(({ start, end }) => /\p{L}/u.test(text.slice(start, end))) ? stretches : [];
}

/** An address, read part by part, or else a name as programs have them. */
const NAME =
  /((?:https?:\/\/|www\.|\b[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){0,4}\.[a-z]{2,24}\/)[^\s<>"']{1,2000})|\w{8,200}/giu;
/** Few texts have a name of several words: they are passed over quickly. */
const PARTED = /_|:\/\/|www\.|[a-z]\/|[a-z][A-Z]/;
const PART = /[^/?&=#.:]+/g;
const WORD = /[A-Z]?[a-z\d]+|[A-Z\d]+(?![a-z])/g;
/** Who speaks to somebody. YouTube speaks to nobody. */
const YOU = /^(?:you|your|yours|yourself|yourselves|youre)$/i;
/** As short as what codes are full of, and the beginnings of phones' names: signs part them from the words beside. */
const SHORT_YOU = /^(?:u|ur)$/i;
const I = /^(?:i|im|ill)$/i;
const FEWEST = { you: 3, i: 4 };

/**
 * The words of addresses and names that speak to somebody or of their author (`/i-will-see-you`, `seeYouLater`), each in its place: they are
 * sentences. Others are headlines as often as not, or name what a program does.
 */
export function wordsInNames(text: string): Span[] {
  if (!PARTED.test(text)) return [];
  const words: Span[] = [];
  for (const { 0: name, 1: address, index } of text.matchAll(NAME)) {
    if (address === undefined) words.push(...sentenceIn(name, index));
    else for (const part of name.matchAll(PART)) words.push(...sentenceIn(part[0], index + part.index));
  }
  return words;
}

/** The words of a part of a name, in places of the text, or none where it is no sentence. */
function sentenceIn(part: string, offset: number): Span[] {
  const words = [...part.matchAll(WORD)];
  if (words.length < FEWEST.you) return [];
  const speaks = words.some(({ 0: word, index }, at) => {
    if (YOU.test(word)) return words[at + 1]?.[0].toLowerCase() !== "tube";
    if (!SHORT_YOU.test(word) && (words.length < FEWEST.i || !I.test(word))) return false;
    return !isLetterOrDigit(part[index - 1]) && !isLetterOrDigit(part[index + word.length]);
  });
  if (!speaks) return [];
  return words.map(({ 0: word, index }) => ({ start: offset + index, end: offset + index + word.length }));
}

const isLetterOrDigit = (sign: string | undefined): boolean => sign !== undefined && /[a-z\d]/i.test(sign);
