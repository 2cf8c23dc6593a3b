import { CLASS, classOf } from "./character-classes";
import type { FeatureBuffer } from "./features";
import type { TextBuffer } from "./text-buffer";

/** Words that stand on their own in an explanation; the stretches between them are merged. */
const STRONGEST = 12;
const SPACE = 32;

/** One output of a table of weights (buckets by outputs): a feature contributes its weight times `scale`. */
export interface WeightColumn {
  weights: Int8Array;
  outputs: number;
  output: number;
  scale: number;
}

let unitSteps = new Float64Array(4096);

/**
 * Spreads what each located feature contributes evenly over the units it was read from. The units' sum is the sum of
 * the contributions: an additive model's attribution loses nothing. The array is valid until the next call.
 */
export function unitWeights(features: FeatureBuffer, column: WeightColumn, length: number): Float64Array {
  const { ids, from, to } = features;
  const { weights, outputs, output, scale } = column;
  if (unitSteps.length <= length) unitSteps = new Float64Array(length * 2);
  const steps = unitSteps.fill(0, 0, length + 1);
  for (let at = 0; at < features.length; at += 1) {
    const start = from[at] as number;
    const end = to[at] as number;
    const each = ((weights[(ids[at] as number) * outputs + output] as number) * scale) / (end - start);
    steps[start] = (steps[start] as number) + each;
    steps[end] = (steps[end] as number) - each;
  }
  let level = 0;
  for (let at = 0; at < length; at += 1) {
    level += steps[at] as number;
    steps[at] = level;
  }
  return steps.subarray(0, length);
}

/** Words of one text, in arrays that are reused: normalised units from `from` to `to` (exclusive), and weight. */
const words = { from: new Uint32Array(512), to: new Uint32Array(512), weight: new Float64Array(512) };
const strongestFound = new Float64Array(STRONGEST);

/** Spans as triples of start, end (exclusive) and weight, in one growing array. */
export class SpanList {
  values = new Float64Array(1024);
  length = 0;

  push(start: number, end: number, weight: number): void {
    if (this.length + 3 > this.values.length) {
      const grown = new Float64Array(this.values.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length++] = start;
    this.values[this.length++] = end;
    this.values[this.length++] = weight;
  }
}

/**
 * Appends words with their weights as spans of the original text, in order: the strongest on their own, what lies
 * between them merged. The spans' weights sum to the units' weights.
 */
export function addWordSpans(text: TextBuffer, weights: Float64Array, spans: SpanList): void {
  const count = findWords(text, weights);
  const bar = strengthBar(count);
  let merging = false;
  for (let at = 0; at < count; at += 1) {
    const weight = words.weight[at] as number;
    const strong = Math.abs(weight) >= bar;
    const end = text.ends[(words.to[at] as number) - 1] as number;
    if (!strong && merging) {
      spans.values[spans.length - 2] = end;
      spans.values[spans.length - 1] = (spans.values[spans.length - 1] as number) + weight;
    } else spans.push(text.starts[words.from[at] as number] as number, end, weight);
    merging = !strong;
  }
}

/** Splits at white space, and between letters of scripts without spaces; a space's weight goes to the word before. */
function findWords({ codes, length }: TextBuffer, weights: Float64Array): number {
  reserveWords(length);
  let count = 0;
  let lead = 0;
  let open = false;
  for (let at = 0; at < length; at += 1) {
    const code = codes[at] as number;
    const weight = weights[at] as number;
    if (code === SPACE) {
      if (count > 0) words.weight[count - 1] = (words.weight[count - 1] as number) + weight;
      else lead += weight;
      open = false;
      continue;
    }
    const alone = code > 127 && classOf(code) === CLASS.UNSPACED;
    if (open && !alone) {
      words.to[count - 1] = at + 1;
      words.weight[count - 1] = (words.weight[count - 1] as number) + weight;
    } else {
      words.from[count] = at;
      words.to[count] = at + 1;
      words.weight[count++] = weight;
    }
    open = !alone;
  }
  if (count > 0) words.weight[0] = (words.weight[0] as number) + lead;
  return count;
}

function reserveWords(size: number): void {
  if (size <= words.from.length) return;
  words.from = new Uint32Array(size);
  words.to = new Uint32Array(size);
  words.weight = new Float64Array(size);
}

/** The strength of the STRONGEST-th word, 0 when there are no more than that. */
function strengthBar(count: number): number {
  if (count <= STRONGEST) return 0;
  strongestFound.fill(0);
  for (let word = 0; word < count; word += 1) {
    const strength = Math.abs(words.weight[word] as number);
    if (strength <= (strongestFound[0] as number)) continue;
    let at = 1;
    while (at < STRONGEST && strength > (strongestFound[at] as number)) {
      strongestFound[at - 1] = strongestFound[at] as number;
      at += 1;
    }
    strongestFound[at - 1] = strength;
  }
  return strongestFound[0] as number;
}
