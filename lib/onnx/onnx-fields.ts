/* Just enough of protobuf and onnx.proto to look into an ONNX file. */

/** Of a model, its graph. */
export const MODEL_GRAPH = 7;
export const GRAPH_INITIALIZER = 5;
const TENSOR_EXTERNAL_DATA = 13;
const ENTRY = { key: 1, value: 2 };

export interface Field {
  number: number;
  /** Contents of a length-delimited field; null for others. */
  bytes: Uint8Array | null;
  /** An integer field's number, exact where it is below 2^53; 0 for others. */
  integer: number;
}

const utf8 = new TextDecoder();

/** The fields of one message, in order. @throws RangeError where the bytes are not protobuf */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError("the file ends in the middle of a field");
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const [number, wire] = [Math.floor(key / 8), key % 8];
    let bytes: Uint8Array | null = null;
    let integer = 0;
    if (wire === 2) {
      const length = varint();
      if (at + length > message.length) throw new RangeError("a field is longer than the file");
      bytes = message.subarray(at, at + length);
      at += length;
    } else if (wire === 0) integer = varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else throw new RangeError("the file is not an ONNX model");
    yield { number, bytes, integer };
  }
}

/** A message's strings of one number. */
export const textOf = (message: Uint8Array, number: number): string[] =>
  [...fieldsOf(message)].flatMap((field) =>
    field.number === number && field.bytes ? [utf8.decode(field.bytes)] : [],
  );

/** The file that a model's weights are in, where they are not in the model's own; undefined where the bytes are no model. */
export function weightsElsewhere(model: Uint8Array): string | undefined {
  try {
    for (const graph of messages(model, MODEL_GRAPH))
      for (const tensor of messages(graph, GRAPH_INITIALIZER))
        for (const entry of messages(tensor, TENSOR_EXTERNAL_DATA))
          if (textOf(entry, ENTRY.key)[0] === "location") return textOf(entry, ENTRY.value)[0];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/** A message's messages of one number. */
export function* messages(message: Uint8Array, number: number): Generator<Uint8Array> {
  for (const field of fieldsOf(message)) if (field.number === number && field.bytes) yield field.bytes;
}
