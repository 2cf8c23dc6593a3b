import type { Codec } from "./thread-messages";

/** What a picture classifier says of one picture. */
export interface ImageOutput {
  /** One per class of the model. */
  logits: Float32Array;
  embedding: Float32Array;
  /** Per class the map over the picture, row by row. */
  cam: Float32Array;
}

/** Pictures on their way to a thread: their pixels in a row. */
export interface PackedImages {
  count: number;
  pixels: Uint8Array;
}

export interface PackedImageOutputs {
  count: number;
  logits: Float32Array;
  embedding: Float32Array;
  cam: Float32Array;
}

/** Of the 8 million units that a queue takes; some 200 pictures may wait, which are 30 MB. */
const PICTURE_SIZE = 40_000;

/** Pictures (square, RGB, 8 bits) and what a classifier says of them. */
export const imageCodec: Codec<Uint8Array, ImageOutput> = {
  pack: (pictures): PackedImages => ({ count: pictures.length, pixels: joined(pictures) }),
  unpack: (outputs) => {
    const { count, logits, embedding, cam } = outputs as PackedImageOutputs;
    const part = (all: Float32Array, at: number) => {
      const length = all.length / count;
      return all.slice(at * length, (at + 1) * length);
    };
    return Array.from({ length: count }, (_, at) => ({
      logits: part(logits, at),
      embedding: part(embedding, at),
      cam: part(cam, at),
    }));
  },
  size: () => PICTURE_SIZE,
  // Larger batches gain nothing on a processor and make everybody wait.
  mostPerBatch: 8,
};

/** Pictures, and per picture the log-odds of the classifier's categories. */
export const imageClassifierCodec: Codec<Uint8Array, Float32Array> = {
  pack: imageCodec.pack,
  unpack: (outputs, inputs) => {
    const odds = outputs as Float32Array;
    const width = odds.length / inputs.length;
    return inputs.map((_, at) => odds.slice(at * width, (at + 1) * width));
  },
  size: imageCodec.size,
  mostPerBatch: 4,
};

function joined(pictures: Uint8Array[]): Uint8Array {
  const [first] = pictures;
  if (pictures.length === 1 && first) return first;
  const all = new Uint8Array(pictures.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const picture of pictures) {
    all.set(picture, at);
    at += picture.length;
  }
  return all;
}
