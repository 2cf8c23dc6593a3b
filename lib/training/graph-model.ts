import { z } from "zod";

/** The parts of a TensorFlow.js graph model that a convolutional classifier uses. */
const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z
    .object({
      strides: z.object({ list: z.object({ i: z.array(z.coerce.number()) }) }).optional(),
      padding: z.object({ s: z.string() }).optional(),
      fused_ops: z.object({ list: z.object({ s: z.array(z.string()).optional() }) }).optional(),
    })
    .default({}),
});
export type GraphNode = z.infer<typeof nodeSchema>;

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int()),
  dtype: z.enum(["float32", "int32"]),
  quantization: z.object({ dtype: z.literal("uint8"), scale: z.number(), min: z.number() }).optional(),
});

export const graphModelSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: z
    .array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) }))
    .length(1),
});
export type GraphModel = z.infer<typeof graphModelSchema>;

/** A weight as stored: each value is `steps * scale + min`. */
export interface QuantisedWeight {
  shape: number[];
  steps: Uint8Array;
  scale: number;
  min: number;
}
/** Weights that were stored whole. */
export interface PlainWeight {
  shape: number[];
  values: Float32Array | Int32Array;
}
export type Weight = QuantisedWeight | PlainWeight;

/** Cuts the joined weight files into named weights. Throws RangeError when their sizes do not add up. */
export function readWeights({ weightsManifest }: GraphModel, bytes: Uint8Array): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  // A Buffer's slice would be a view of the same memory; an array's is a copy.
  const all = Uint8Array.from(bytes);
  let at = 0;
  for (const { name, shape, dtype, quantization } of weightsManifest[0]?.weights ?? []) {
    const size = shape.reduce((product, side) => product * side, 1);
    const length = size * (quantization ? 1 : 4);
    const part = all.slice(at, at + length);
    if (part.length !== length) throw new RangeError(`the weights end within ${name}`);
    at += length;
    if (quantization)
      weights.set(name, { shape, steps: part, scale: quantization.scale, min: quantization.min });
    else {
      const values = dtype === "int32" ? new Int32Array(part.buffer) : new Float32Array(part.buffer);
      weights.set(name, { shape, values });
    }
  }
  if (at !== bytes.length) throw new RangeError(`${bytes.length - at} bytes are left behind the weights`);
  return weights;
}

/** The weight's values as floats. */
export function valuesOf(weight: Weight): Float32Array {
  if ("values" in weight) return Float32Array.from(weight.values);
  return Float32Array.from(weight.steps, (step) => Math.fround(step * weight.scale + weight.min));
}
