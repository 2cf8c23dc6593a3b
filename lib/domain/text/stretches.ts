import type { Window } from "./features";
import { passagesOf } from "./passages";
import type { TextBuffer } from "./text-buffer";

/** Units of a stretch: about a clause; half of that in texts of a sentence or two. */
const LONG = 60;
const SHORT = 30;
/** Texts up to here are no longer than what one would add to them. */
const SHORTEST = 40;
/** So many stretches at most of one passage, so that the cost is bounded; in long texts they grow. */
const MOST = 48;
const SPACE = 32;

/**
 * Half-overlapping stretches of a normalised text, cut at spaces where there is one near: what stands in one of them cannot be
 * outweighed by what is added elsewhere. None where the text is hardly longer than a stretch. Passages in different scripts
 * share none, however short they are: who reads the one as a language would read the other as noise.
 */
export function stretchesOf(text: TextBuffer): Window[] {
  const { length } = text;
  const size = Math.max(length > 1.5 * LONG ? LONG : SHORT, Math.ceil((2 * length) / MOST));
  const passages = passagesOf(text);
  if (passages.length > 0) return passages.flatMap((passage) => cut(text, passage, size));
  return length <= SHORTEST ? [] : cut(text, { from: 0, to: length }, size);
}

function cut(text: TextBuffer, { from: first, to: last }: Window, size: number): Window[] {
  const step = size >> 1;
  const stretches: Window[] = [];
  for (let at = first; at < last; at += step) {
    const from = at === first ? first : toSpace(text, at, step);
    const to = Math.min(last, toSpace(text, at + size, step));
    if (to > from) stretches.push({ from, to });
    if (to >= last) break;
  }
  return stretches;
}

/** The next space within `reach` units, or `at` where there is none. */
function toSpace({ codes, length }: TextBuffer, at: number, reach: number): number {
  let cut = at;
  while (cut < length && cut < at + reach && codes[cut] !== SPACE) cut += 1;
  return cut < length && codes[cut] === SPACE ? cut : Math.min(at, length);
}
