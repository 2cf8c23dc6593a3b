import type { OnnxTensor } from "#lib/onnx/onnx-writer";
import type { ParameterStore } from "./parameter-store";
import { TABLE_SCALES, TABLE_VALUES } from "./text-deep-graphs";
import { EMBEDDING } from "./text-deep-model";

/**
 * The table of words of a shipped network, decoded, row-major.
 * @param weights the initialisers of its ONNX file
 * @throws RangeError where it has none
 */
export function shippedTable(weights: ReadonlyMap<string, OnnxTensor>): {
  values: Float32Array;
  width: number;
} {
  const [bytes, scales] = [weights.get(TABLE_VALUES), weights.get(TABLE_SCALES)];
  if (!bytes || !scales) throw new RangeError("the model has no table of words");
  const width = bytes.dims[1] as number;
  const values = Float32Array.from(
    bytes.data as Int8Array,
    (value, at) => value * ((scales.data as Float32Array)[Math.floor(at / width)] as number),
  );
  return { values, width };
}

/**
 * Puts the weights of a shipped network in place of those that a store starts with. What training alone uses is in no
 * shipped file and stays as it was.
 * @throws RangeError when the file is of a network of another shape
 */
export function startFromShipped(store: ParameterStore, weights: ReadonlyMap<string, OnnxTensor>): void {
  for (const { name, data } of store.values()) {
    const shipped = name === EMBEDDING ? shippedTable(weights).values : weights.get(name)?.data;
    if (shipped === undefined) continue;
    if (shipped.length !== data.length)
      throw new RangeError(`${name} has ${shipped.length} values in the model, not ${data.length}`);
    data.set(shipped as Float32Array);
  }
}
