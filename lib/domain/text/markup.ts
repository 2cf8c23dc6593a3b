import { isBlankText, isDrawn, plainOf } from "./unicode-fold";

/** A text as it shows, and where each of its units stands in the original (UTF-16 offsets, ends exclusive). */
export interface Reading {
  plain: string;
  starts: number[];
  ends: number[];
}

/** What a tag may say of how its letters look: nothing that anybody reads, as who shows the text need not take it for markup. */
const COLOURS =
  "black|blue|brown|gr[ae]y|green|lime|maroon|navy|olive|orange|pink|purple|red|silver|teal|white|yellow";
const LOOK = String.raw`(?:#[\da-f]{3,8}|[+-]?[\d.]{1,6}(?:%|em|pt|px|rem)?|${COLOURS}|bold|center|inherit|italic|left|none|normal|right|underline)`;
const STYLE = String.raw`\s?(?:background|background-color|color|font-size|font-style|font-weight|text-align|text-decoration)\s?:\s?${LOOK}\s?;?`;
const ATTRIBUTE = String.raw`\s(?:(?:color|size)\s?=\s?(?:${LOOK}|"${LOOK}"|'${LOOK}')|style\s?=\s?(?:"(?:${STYLE}){0,8}"|'(?:${STYLE}){0,8}'))`;
/** Tags that set letters off or do nothing; those of paragraphs and links say something of a text. */
const NAME =
  "(?:abbr|acronym|b|bdi|big|del|dfn|em|font|i|ins|mark|nobr|s|small|span|strike|strong|sub|sup|tt|u|wbr)";
/** Nothing between tags that say something where they hold something; names that are no words to anybody, as they may be shown. */
const EMPTY = "<(?:a|cite|code|kbd|q|samp|var)></(?:a|cite|code|kbd|q|samp|var)>";
const COMMENT = String.raw`<!-{0,3}>|<!--[^<>\p{L}\p{N}]{0,200}-->|<!\[CDATA\[[^<>\p{L}\p{N}]{0,200}\]\]>`;
/** The marks of a section that is to be shown as it stands, unless letters touch them from outside: what shows then cannot be told. */
const SECTION = String.raw`(?<!\p{L})<!\[CDATA\[(?!(?:(?!\]\]>)[^]){0,400}\]\]>\p{L})|\]\]>(?!\p{L})`;
const TAG = String.raw`<\/?${NAME}(?:${ATTRIBUTE}){0,3}\s?\/?>|${EMPTY}|${COMMENT}`;
/** Markup with words of its own inside a word: it shows as one word or as several, and nobody knows here which. */
const WORDY_COMMENT = "<!--[^<>]{0,400}-->";
const WORDY_TAG = String.raw`<\/?${NAME}\s(?:[^<>&|;()"']|"[^"<>]{0,400}"|'[^'<>]{0,400}'){0,400}>`;
/** Between two letters that stand alone, what looks like a tag compares them: `a<b and b>c`. */
const SPLIT_WORD = new RegExp(
  String.raw`\p{L}<!\[CDATA\[|<!\[CDATA\[[^]{0,400}?\]\]>\p{L}|\p{L}${WORDY_COMMENT}\p{L}|[\p{L}>]\p{L}${WORDY_TAG}\p{L}|\p{L}${WORDY_TAG}\p{L}[\p{L}<]`,
  "iu",
);
const SECTION_END = "]]>";
const UNSEEN =
  "&(?:shy|zwnj|zwj|lrm|rlm|NoBreak|ZeroWidthSpace|Negative(?:VeryThin|Thin|Medium|Thick)Space|ApplyFunction|af|Invisible(?:Comma|Times)|ic|it);";
/** An ampersand between letters; elsewhere it is read as before, as nothing. */
const AMPERSAND = String.raw`(?<=\p{L})&amp;(?=\p{L})`;
const NUMBER = String.raw`&#(?:x([\da-f]{1,6})|(\d{1,7}));?`;
const MARKUP = new RegExp(`(?:${TAG}|${UNSEEN}|${SECTION})|(${AMPERSAND})|${NUMBER}`, "giu");

/** The text without markup that hides letters, or undefined where there is none. */
export function withoutMarkup(text: string): Reading | undefined {
  if (!text.includes("&") && !text.includes("<")) return undefined;
  const reading: Reading = { plain: "", starts: [], ends: [] };
  const copy = (from: number, to: number) => {
    reading.plain += text.slice(from, to);
    for (let at = from; at < to; at += 1) {
      reading.starts.push(at);
      reading.ends.push(at + 1);
    }
  };
  let last = 0;
  let inSection = false;
  for (const { 0: markup, 1: ampersand, 2: hex, 3: decimal, index } of text.matchAll(MARKUP)) {
    const read = ampersand ? "&" : lettersOf(hex, decimal);
    if (read === undefined || (markup === SECTION_END && !inSection)) continue;
    inSection = markup.endsWith("[") || (inSection && markup !== SECTION_END);
    copy(last, index);
    last = index + markup.length;
    reading.plain += read;
    for (let unit = 0; unit < read.length; unit += 1) {
      reading.starts.push(index);
      reading.ends.push(last);
    }
  }
  if (last === 0) return undefined;
  copy(last, text.length);
  return reading;
}

/** Whether a text has nothing that is to be seen, and so nothing to judge. */
export const showsNothing = (text: string): boolean => isBlankText(withoutMarkup(text)?.plain ?? text);

/** More signs may draw something. */
const MOST_SIGNS = 6;
const SIGNS = "[\\s!-/:-@\\[-`{-~]";
const SINGLE_SIGN = new RegExp(`^${SIGNS}*[a-z\\d]?${SIGNS}*$`, "iu");

/** Whether a text is a letter, a digit or a few signs of ASCII: too little to hurt, and to models nothing but chance. */
export const isSingleSign = (text: string): boolean => {
  const signs = text.trim();
  return signs.length <= MOST_SIGNS && SINGLE_SIGN.test(signs);
};

/** Whether markup with words of its own stands inside a word, so that what people are shown cannot be told. */
export const splitsWords = (text: string): boolean =>
  text.includes("<") && SPLIT_WORD.test(withoutMarkup(text)?.plain ?? text);

/** What a number stands for, where that is a letter or shows as nothing; other signs are read as before. */
function lettersOf(hex: string | undefined, decimal: string | undefined): string | undefined {
  if (hex === undefined && decimal === undefined) return "";
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (codePoint > 0x10ffff) return undefined;
  const char = String.fromCodePoint(codePoint);
  if (/[\p{L}\p{M}\p{N}]/u.test(char)) return char;
  return isDrawn(char) && plainOf(char).plain === "" ? "" : undefined;
}
