import { isBlankText, isDrawn, plainOf } from "./unicode-fold";

/** A text as it shows, and where each of its units stands in the original (UTF-16 offsets, ends exclusive). */
export interface Reading {
  plain: string;
  starts: number[];
  ends: number[];
}

/** Tags that set letters off or do nothing, and comments; those of paragraphs and links say something of a text. */
const TAG = String.raw`<\/?(?:b|big|del|em|font|i|ins|mark|s|small|span|strike|strong|sub|sup|tt|u|wbr)(?:\s+[\w-]+\s*=[^<>]{0,200})?\s*\/?>|<!--[^<>]{0,200}-->`;
const UNSEEN = "&(?:shy|zwnj|zwj|lrm|rlm|NoBreak|ZeroWidthSpace);";
/** An ampersand between letters; elsewhere it is read as before, as nothing. */
const AMPERSAND = String.raw`(?<=\p{L})&amp;(?=\p{L})`;
const NUMBER = String.raw`&#(?:x([\da-f]{1,6})|(\d{1,7}));?`;
const MARKUP = new RegExp(`(?:${TAG}|${UNSEEN})|(${AMPERSAND})|${NUMBER}`, "giu");

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
  for (const { 0: markup, 1: ampersand, 2: hex, 3: decimal, index } of text.matchAll(MARKUP)) {
    const read = ampersand ? "&" : lettersOf(hex, decimal);
    if (read === undefined) continue;
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

/** What a number stands for, where that is a letter or shows as nothing; other signs are read as before. */
function lettersOf(hex: string | undefined, decimal: string | undefined): string | undefined {
  if (hex === undefined && decimal === undefined) return "";
  const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (codePoint > 0x10ffff) return undefined;
  const char = String.fromCodePoint(codePoint);
  if (/[\p{L}\p{M}\p{N}]/u.test(char)) return char;
  return isDrawn(char) && plainOf(char).plain === "" ? "" : undefined;
}
