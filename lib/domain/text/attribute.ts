import type { Span } from "../verdict";
import { CLASS, classOf } from "./character-classes";
import type { FeatureBuffer } from "./features";
import type { TextBuffer } from "./text-buffer";

/** Words that stand on their own in an explanation; the stretches between them are merged. */
const STRONGEST = 12;
const SPACE = 32;

/**
 * Spreads what each located feature contributes evenly over the units it was read from. The units' sum is the sum of
 * the contributions: an additive model's attribution loses nothing.
 */
export function unitWeights(
  features: FeatureBuffer,
  contribution: (id: number) => number,
  length: number,
): Float64Array {
  const steps = new Float64Array(length + 1);
  for (let at = 0; at < features.length; at += 1) {
    const from = features.from[at] as number;
    const to = features.to[at] as number;
    const each = contribution(features.ids[at] as number) / (to - from);
    steps[from] = (steps[from] as number) + each;
    steps[to] = (steps[to] as number) - each;
  }
  let level = 0;
  for (let at = 0; at < length; at += 1) {
    level += steps[at] as number;
    steps[at] = level;
  }
  return steps.subarray(0, length);
}

interface Piece {
  /** Normalised units, end exclusive, white space left out. */
  from: number;
  to: number;
  weight: number;
}

/**
 * Words with their weights as spans of the original text, in order: the strongest on their own, what lies between
 * them merged. The spans' weights sum to the units' weights.
 */
export function wordSpans(text: TextBuffer, weights: Float64Array, strongest = STRONGEST): Span[] {
  const words = wordsOf(text, weights);
  const ranks = words.map((word) => Math.abs(word.weight)).sort((a, b) => b - a);
  const bar = ranks[strongest - 1] ?? 0;
  const spans: Span[] = [];
  let merging = false;
  for (const { from, to, weight } of words) {
    const strong = Math.abs(weight) >= bar;
    const end = text.ends[to - 1] as number;
    const last = spans.at(-1);
    if (!strong && merging && last) {
      last.end = end;
      last.weight += weight;
    } else spans.push({ start: text.starts[from] as number, end, weight });
    merging = !strong;
  }
  return spans;
}

/** Splits at white space, and between letters of scripts without spaces; a space's weight goes to the word before. */
function wordsOf({ codes, length }: TextBuffer, weights: Float64Array): Piece[] {
  const words: Piece[] = [];
  let lead = 0;
  let open = false;
  for (let at = 0; at < length; at += 1) {
    const weight = weights[at] as number;
    const last = words.at(-1);
    if (codes[at] === SPACE) {
      if (last) last.weight += weight;
      else lead += weight;
      open = false;
      continue;
    }
    const alone = classOf(codes[at] as number) === CLASS.UNSPACED;
    if (open && last && !alone) {
      last.to = at + 1;
      last.weight += weight;
    } else words.push({ from: at, to: at + 1, weight });
    open = !alone;
  }
  const first = words[0];
  if (first) first.weight += lead;
  return words;
}
