import type { RuleMatch, Span } from "#lib/domain/verdict";

/** How strongly a stretch of text speaks for (1 to 5) or against (-1) the category; 0 is neutral. */
export type Heat = -1 | 0 | 1 | 2 | 3 | 4 | 5;

/** A stretch of text under one set of marks. Positions are UTF-16 code units, end exclusive. */
export interface Segment {
  start: number;
  end: number;
  heat: Heat;
  /** Summed weight of the spans over this stretch. */
  weight: number;
  /** List entries that matched here. */
  rules: RuleMatch[];
}

/** Moves a position that would cut a surrogate pair to the pair's start. */
function whole(text: string, at: number): number {
  const clamped = Math.min(Math.max(at, 0), text.length);
  const low = text.charCodeAt(clamped);
  return clamped > 0 && low >= 0xdc00 && low <= 0xdfff && /[\ud800-\udbff]/.test(text[clamped - 1] ?? "")
    ? clamped - 1
    : clamped;
}

/** Shares below this part of the strongest are noise to the eye. */
const FAINT = 0.12;

function heatOf(weight: number, strongest: number): Heat {
  if (strongest <= 0 || Math.abs(weight) < strongest * FAINT) return 0;
  if (weight < 0) return -1;
  return Math.min(5, Math.max(1, Math.ceil((weight / strongest) * 5))) as Heat;
}

/**
 * Cuts a text at every edge of every span and rule match. Where spans overlap their weights add up, as the
 * model is additive. Segments cover the whole text in order, without gaps; neighbours with equal marks are one.
 */
export function segmentText(text: string, spans: Span[], rules: RuleMatch[]): Segment[] {
  if (text.length === 0) return [];
  const placed = spans
    .map((span) => ({ start: whole(text, span.start), end: whole(text, span.end), weight: span.weight }))
    .filter((span) => span.end > span.start);
  const ruled = rules
    .map((rule) => ({ start: whole(text, rule.start), end: whole(text, rule.end), rule }))
    .filter((match) => match.end > match.start);

  const edges = new Set([0, text.length]);
  for (const { start, end } of [...placed, ...ruled]) edges.add(start).add(end);
  const cuts = [...edges].sort((a, b) => a - b);
  const position = new Map(cuts.map((cut, index) => [cut, index]));

  const weights = new Float64Array(cuts.length - 1);
  const matched: RuleMatch[][] = Array.from({ length: cuts.length - 1 }, () => []);
  for (const { start, end, weight } of placed)
    for (let at = position.get(start)!; at < position.get(end)!; at += 1) weights[at]! += weight;
  for (const { start, end, rule } of ruled)
    for (let at = position.get(start)!; at < position.get(end)!; at += 1) matched[at]!.push(rule);

  const strongest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const segments: Segment[] = [];
  for (let at = 0; at < cuts.length - 1; at += 1) {
    const weight = weights[at]!;
    const next = {
      start: cuts[at]!,
      end: cuts[at + 1]!,
      weight,
      heat: heatOf(weight, strongest),
      rules: matched[at]!,
    };
    const last = segments.at(-1);
    const plain = (segment: Segment) => segment.heat === 0 && segment.rules.length === 0;
    if (last && plain(last) && plain(next)) last.end = next.end;
    else segments.push(next);
  }
  return segments;
}
