import type { Explanation, Span } from "#lib/domain/verdict";
import type { Codec, Packed } from "./thread-messages";

/** A text and the column of the category to be explained. */
export interface PackedExplain {
  text: string;
  column: number;
}

/** What an explainer marks in a text, and how far its path integral falls short, where there is one. */
export type Marks = Pick<Explanation, "spans" | "gap">;

/** One array of numbers: the gap, NaN for none, then start, end (exclusive) and weight of each span. */
export function packMarks(spans: readonly Span[], gap = Number.NaN): Packed {
  const numbers = Float64Array.from([
    gap,
    ...spans.flatMap(({ start, end, weight }) => [start, end, weight]),
  ]);
  return { outputs: numbers, moved: [numbers.buffer as ArrayBuffer] };
}

/** Explanations travel one at a time: each takes longer than a batch of scores. */
export const explainCodec: Codec<PackedExplain, Marks> = {
  pack: ([input]) => input,
  unpack: (outputs) => {
    const numbers = outputs as Float64Array;
    const number = (at: number) => numbers[at] as number;
    const gap = number(0);
    const spans = Array.from({ length: (numbers.length - 1) / 3 }, (_, at) => ({
      start: number(3 * at + 1),
      end: number(3 * at + 2),
      weight: number(3 * at + 3),
    }));
    return [Number.isNaN(gap) ? { spans } : { spans, gap }];
  },
  size: ({ text }) => text.length,
  afterOthers: true,
  mostPerBatch: 1,
};

/** The name under which a model's explanations are asked for. */
export const explainerOf = (model: string): string => `${model}/explain`;

/** The model that is asked under a name. */
export const modelOf = (asked: string): string => asked.replace(/\/explain$/u, "");
