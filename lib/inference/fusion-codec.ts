import { EVIDENCE_ROW } from "#lib/domain/fusion/evidence";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { Codec } from "./thread-messages";

/** An item's evidence, and the sets of its parts to be judged: bit i of a mask is FUSION_PARTS[i]. */
export interface FusionInput {
  row: Float32Array;
  masks: number[];
}

/** Per mask the probabilities of all categories. */
export type FusionOutput = Float32Array[];

/** Items on their way to a thread. */
export interface PackedEvidence {
  /** [items, EVIDENCE_ROW.length] */
  rows: Float32Array;
  masks: number[][];
}

export const fusionCodec: Codec<FusionInput, FusionOutput> = {
  pack: (inputs): PackedEvidence => {
    const rows = new Float32Array(inputs.length * EVIDENCE_ROW.length);
    for (const [at, { row }] of inputs.entries()) rows.set(row, at * EVIDENCE_ROW.length);
    return { rows, masks: inputs.map(({ masks }) => masks) };
  },
  unpack: (outputs, inputs) => {
    const scores = outputs as Float32Array;
    let at = 0;
    return inputs.map(({ masks }) =>
      masks.map(() => {
        at += CATEGORIES.length;
        return scores.slice(at - CATEGORIES.length, at);
      }),
    );
  },
  size: ({ masks }) => masks.length * 100,
};
