/**
 * Writes ONNX models (protobuf, onnx.proto of IR version 10) without a protobuf dependency.
 * Large initialisers are kept as views until the one final copy.
 */

/** Their numbers in onnx.proto. */
export const ELEMENT_TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
} as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** A named dimension (`"batch"`) is free at run time; a number is fixed. */
export type Dim = number | string;

export interface OnnxTensor {
  name: string;
  type: ElementType;
  dims: readonly number[];
  /** Row-major elements; float16 as raw bits in a Uint16Array, bool as 0/1 bytes. */
  data: Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array | Uint16Array;
}

/** Integers are plain numbers; a float says so, because protobuf types the two differently. */
export type OnnxAttribute =
  | number
  | readonly number[]
  | string
  | { float: number }
  | { floats: readonly number[] };

export interface OnnxNode {
  op: string;
  inputs: readonly string[];
  outputs: readonly string[];
  attributes?: Readonly<Record<string, OnnxAttribute>>;
  /** Operator set, e.g. `com.microsoft`; the standard one when absent. */
  domain?: string;
}

export interface OnnxValueInfo {
  name: string;
  type: ElementType;
  dims: readonly Dim[];
}

export interface OnnxModel {
  nodes: readonly OnnxNode[];
  initializers?: readonly OnnxTensor[];
  inputs: readonly OnnxValueInfo[];
  outputs: readonly OnnxValueInfo[];
  /** Version of the standard operator set; 21 when absent. */
  opset?: number;
  /** Versions of further operator sets by domain. */
  opsets?: Readonly<Record<string, number>>;
  metadata?: Readonly<Record<string, string>>;
}

const IR_VERSION = 10;
const DEFAULT_OPSET = 21;
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;
const utf8 = new TextEncoder();

/** Protobuf fields in wire order; nested messages are spliced in, not copied. */
class Message {
  private readonly chunks: Uint8Array[] = [];
  private size = 0;

  int(field: number, value: number): this {
    return this.append(varint(field << 3)).append(varint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.append(varint((field << 3) | 5)).append(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.append(varint((field << 3) | 2))
      .append(varint(value.length))
      .append(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, utf8.encode(value));
  }

  message(field: number, value: Message): this {
    this.append(varint((field << 3) | 2)).append(varint(value.size));
    for (const chunk of value.chunks) this.append(chunk);
    return this;
  }

  each<T>(items: Iterable<T>, write: (message: this, item: T) => void): this {
    for (const item of items) write(this, item);
    return this;
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.size);
    let offset = 0;
    for (const chunk of this.chunks) {
      result.set(chunk, offset);
      offset += chunk.length;
    }
    return result;
  }

  private append(chunk: Uint8Array): this {
    this.chunks.push(chunk);
    this.size += chunk.length;
    return this;
  }
}

/** Base-128, little end first; negative numbers as 64-bit two's complement, as protobuf wants. */
function varint(value: number): Uint8Array {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

function encodeTensor(tensor: OnnxTensor): Message {
  const { data } = tensor;
  const expected = tensor.dims.reduce((product, dim) => product * dim, 1);
  if (data.length !== expected) {
    throw new RangeError(`tensor ${tensor.name}: ${data.length} elements for dims [${tensor.dims}]`);
  }
  return new Message()
    .each(tensor.dims, (message, dim) => message.int(1, dim))
    .int(2, ELEMENT_TYPES[tensor.type])
    .text(8, tensor.name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function encodeAttribute(name: string, value: OnnxAttribute): Message {
  const message = new Message().text(1, name);
  if (typeof value === "number") return message.int(3, value).int(20, ATTRIBUTE_TYPE.int);
  if (typeof value === "string") return message.text(4, value).int(20, ATTRIBUTE_TYPE.string);
  if ("float" in value) return message.float(2, value.float).int(20, ATTRIBUTE_TYPE.float);
  if ("floats" in value) {
    return message.each(value.floats, (m, v) => m.float(7, v)).int(20, ATTRIBUTE_TYPE.floats);
  }
  return message.each(value, (m, v) => m.int(8, v)).int(20, ATTRIBUTE_TYPE.ints);
}

function encodeNode(node: OnnxNode): Message {
  const message = new Message()
    .each(node.inputs, (m, input) => m.text(1, input))
    .each(node.outputs, (m, output) => m.text(2, output))
    .text(3, `${node.op}:${node.outputs.find(Boolean)}`)
    .text(4, node.op)
    .each(Object.entries(node.attributes ?? {}), (m, [name, v]) => m.message(5, encodeAttribute(name, v)));
  return node.domain ? message.text(7, node.domain) : message;
}

function encodeValueInfo(info: OnnxValueInfo): Message {
  const shape = new Message().each(info.dims, (message, dim) =>
    message.message(1, typeof dim === "number" ? new Message().int(1, dim) : new Message().text(2, dim)),
  );
  const tensorType = new Message().int(1, ELEMENT_TYPES[info.type]).message(2, shape);
  return new Message().text(1, info.name).message(2, new Message().message(1, tensorType));
}

/**
 * Serialises a model to the bytes of an `.onnx` file.
 * @throws RangeError when an initialiser's data does not fill its dims.
 */
export function encodeModel(model: OnnxModel): Uint8Array {
  const graph = new Message()
    .each(model.nodes, (message, node) => message.message(1, encodeNode(node)))
    .text(2, "sightline")
    .each(model.initializers ?? [], (message, tensor) => message.message(5, encodeTensor(tensor)))
    .each(model.inputs, (message, info) => message.message(11, encodeValueInfo(info)))
    .each(model.outputs, (message, info) => message.message(12, encodeValueInfo(info)));
  return new Message()
    .int(1, IR_VERSION)
    .text(2, "sightline")
    .message(7, graph)
    .message(8, new Message().int(2, model.opset ?? DEFAULT_OPSET))
    .each(Object.entries(model.opsets ?? {}), (message, [domain, version]) =>
      message.message(8, new Message().text(1, domain).int(2, version)),
    )
    .each(Object.entries(model.metadata ?? {}), (message, [key, value]) =>
      message.message(14, new Message().text(1, key).text(2, value)),
    )
    .finish();
}
