import type { OnnxTensor } from "./onnx-writer";

/** Fields of the protobuf messages on the way to a model's initialisers, and within one. */
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 } as const;
const FLOAT32 = 1;
const INT8 = 3;

interface Field {
  number: number;
  /** A varint's value; otherwise the bytes. */
  value: number | Uint8Array;
}

/** The fields of a protobuf message in wire order. @throws RangeError where it is cut off or no such message. */
function* fieldsOf(message: Uint8Array): Generator<Field> {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  while (at < message.length) {
    const key = varint();
    const [number, wire] = [key >>> 3, key & 7];
    if (wire === 0) {
      yield { number, value: varint() };
      continue;
    }
    const length = wire === 2 ? varint() : wire === 5 ? 4 : wire === 1 ? 8 : Number.NaN;
    if (!(at + length <= message.length)) throw new RangeError("not an ONNX model, or cut off");
    yield { number, value: message.subarray(at, at + length) };
    at += length;
  }
}

const within = (message: Uint8Array, wanted: number): Uint8Array[] =>
  [...fieldsOf(message)].flatMap(({ number, value }) =>
    number === wanted && value instanceof Uint8Array ? [value] : [],
  );

/**
 * The float32 and int8 initialisers of an `.onnx` file that `encodeModel` wrote, by name: its weights and constants.
 * @throws RangeError for bytes that are no such file
 */
export function readInitializers(model: Uint8Array): Map<string, OnnxTensor> {
  const found = new Map<string, OnnxTensor>();
  for (const graph of within(model, MODEL_GRAPH))
    for (const tensor of within(graph, GRAPH_INITIALIZER)) {
      const dims: number[] = [];
      let [type, name, raw] = [0, "", new Uint8Array()];
      for (const { number, value } of fieldsOf(tensor)) {
        if (number === TENSOR.dims) dims.push(Number(value));
        if (number === TENSOR.type) type = Number(value);
        if (number === TENSOR.name) name = new TextDecoder().decode(value as Uint8Array);
        if (number === TENSOR.raw) raw = Uint8Array.from(value as Uint8Array);
      }
      if (type === FLOAT32)
        found.set(name, { name, type: "float32", dims, data: new Float32Array(raw.buffer) });
      if (type === INT8) found.set(name, { name, type: "int8", dims, data: new Int8Array(raw.buffer) });
    }
  return found;
}
