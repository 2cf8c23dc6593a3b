import type { Span } from "#lib/domain/verdict";
import type { Codec } from "./thread-messages";

/** A text and the column of the category to be explained. */
export interface PackedExplain {
  text: string;
  column: number;
}

/** Explanations travel one at a time: each takes longer than a batch of scores. */
export const explainCodec: Codec<PackedExplain, Span[]> = {
  pack: ([input]) => input,
  unpack: (outputs) => {
    const numbers = outputs as Float64Array;
    const number = (at: number) => numbers[at] as number;
    return [
      Array.from({ length: numbers.length / 3 }, (_, at) => ({
        start: number(3 * at),
        end: number(3 * at + 1),
        weight: number(3 * at + 2),
      })),
    ];
  },
  size: ({ text }) => text.length,
  afterOthers: true,
  mostPerBatch: 1,
};

/** The name under which a model's explanations are asked for. */
export const explainerOf = (model: string): string => `${model}/explain`;
