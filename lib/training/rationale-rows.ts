import type { Rationale } from "./datasets";
import type { Targets } from "./label-table";

/** A piece of a text with what the marks of annotators say about it. */
export interface RationalePiece {
  text: string;
  targets: Targets;
  trust: number;
}

/** What a marked stretch of a kind says on its own. */
const STRETCH: Readonly<Record<string, Targets>> = {
  Insult: { toxicity: 0.85, harassment: 0.85 },
  "Profane/Obscene": { toxicity: 0.85, profanity: 0.85 },
  "Identity based Attack": { toxicity: 0.8, hate: 0.75 },
  Threat: { toxicity: 0.8, violence: 0.85 },
};
/** What sentences without a mark say: the style of the set, without the harm. */
const UNMARKED: Targets = {
  toxicity: 0.08,
  harassment: 0.04,
  hate: 0.05,
  violence: 0.03,
  profanity: 0.02,
  spam: 0.01,
  self_harm: 0.005,
};
const STRETCH_TRUST = 0.2;
const UNMARKED_TRUST = 0.6;
const SHORTEST_REST = 30;

/**
 * Two kinds of lessons from marked texts: the stretches by themselves, and the sentences in which nobody
 * marked anything. The latter are what sets of nothing but toxic comments lack.
 */
export function rationalePieces(text: string, rationales: readonly Rationale[]): RationalePiece[] {
  if (rationales.length === 0) return [];
  const seen = new Set<string>();
  const pieces: RationalePiece[] = [];
  for (const { type, start, end } of rationales) {
    const stretch = text.slice(start, end).trim();
    const targets = STRETCH[type];
    const key = `${type} ${start} ${end}`;
    if (!targets || seen.has(key) || stretch.length < 4 || stretch.length > 200) continue;
    seen.add(key);
    pieces.push({ text: stretch, targets, trust: STRETCH_TRUST });
  }
  const rest = Array.from(text.matchAll(/[^.!?\n]+[.!?\n]*/gu))
    .filter(({ index, 0: sentence }) =>
      rationales.every(({ start, end }) => end <= index || start >= index + sentence.length),
    )
    .map(([sentence]) => sentence)
    .join("")
    .trim();
  if (rest.length >= SHORTEST_REST) pieces.push({ text: rest, targets: UNMARKED, trust: UNMARKED_TRUST });
  return pieces;
}
