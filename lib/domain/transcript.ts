import type { Region, Transcript } from "./media";
import type { Span } from "./verdict";

/**
 * Where the spans of a transcript's text lie in the medium: each word that a span touches becomes a region with the
 * share of the span's weight that falls on it. Words no span touches are left out; one word gets one region.
 */
export function regionsOf(spans: readonly Span[], transcript: Transcript): Region[] {
  const weights = new Map<number, number>();
  for (const span of spans) {
    const touched = transcript.words.flatMap((word, at) => {
      const overlap = Math.min(word.end, span.end) - Math.max(word.start, span.start);
      return overlap > 0 ? [{ at, overlap }] : [];
    });
    const total = touched.reduce((sum, { overlap }) => sum + overlap, 0);
    for (const { at, overlap } of touched)
      weights.set(at, (weights.get(at) ?? 0) + (span.weight * overlap) / total);
  }
  return [...weights]
    .sort(([a], [b]) => a - b)
    .map(([at, weight]) => {
      const { box, seconds } = transcript.words[at] as Transcript["words"][number];
      return { weight, ...(box ? { box } : {}), ...(seconds ? { seconds } : {}) };
    });
}
