import type { Codec } from "./thread-messages";

/** Embeddings on their way to a thread: [count, features] in a row. */
export interface PackedEmbeddings {
  count: number;
  embeddings: Float32Array;
}

/** An embedding, and the logits of the head's categories. */
export const imageHeadCodec: Codec<Float32Array, Float32Array> = {
  pack: (inputs): PackedEmbeddings => {
    const width = inputs[0]?.length ?? 0;
    const embeddings = new Float32Array(inputs.length * width);
    for (const [at, input] of inputs.entries()) embeddings.set(input, at * width);
    return { count: inputs.length, embeddings };
  },
  unpack: (outputs, inputs) => {
    const logits = outputs as Float32Array;
    const width = logits.length / inputs.length;
    return inputs.map((_, at) => logits.slice(at * width, (at + 1) * width));
  },
  size: ({ length }) => length,
};
