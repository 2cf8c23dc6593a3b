import type { Span } from "../verdict";

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** Below, each unit is a character of its own, but for line ends, which no mark divides. */
const COMBINING_FROM = 0x300;

/**
 * Spans (in order, not overlapping) moved to the edges of what people see as one character: an emoji of several, a letter with
 * its marks. Spans that lay within one character become one, with the sum of their weights.
 */
export function wholeCharacters(text: string, spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  let segments: Intl.Segments | undefined;
  const characterAt = (at: number) => {
    if (at <= 0 || at >= text.length) return undefined;
    if (text.charCodeAt(at) < COMBINING_FROM) return undefined;
    segments ??= graphemes.segment(text);
    return segments.containing(at);
  };
  for (const { start, end, weight } of spans) {
    const from = characterAt(start)?.index ?? start;
    const last = characterAt(end);
    const to = last && last.index < end ? last.index + last.segment.length : end;
    const before = whole.at(-1);
    if (before && from < before.end) {
      before.end = Math.max(before.end, to);
      before.weight += weight;
    } else whole.push({ start: from, end: to, weight });
  }
  return whole;
}
