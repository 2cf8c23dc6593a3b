import { fieldsOf, GRAPH_INITIALIZER, MODEL_GRAPH, messages, textOf } from "./onnx-fields";
import { ELEMENT_TYPES, type ElementType, type OnnxNode, type OnnxTensor } from "./onnx-writer";

/** Fields of the protobuf messages on the way to a model's nodes and initialisers, and within one. */
const GRAPH_NODE = 1;
const NODE = { input: 1, output: 2, op: 4 } as const;
const TENSOR = { dims: 1, type: 2, name: 8, raw: 9 } as const;

const ARRAYS: Partial<Record<ElementType, new (raw: ArrayBuffer) => OnnxTensor["data"]>> = {
  float32: Float32Array,
  int8: Int8Array,
  int64: BigInt64Array,
};

/**
 * Initialisers of an `.onnx` file that `encodeModel` wrote, by name: its weights and constants, of these types.
 * @throws RangeError for bytes that are no such file
 */
export function readInitializers(
  model: Uint8Array,
  types: readonly ElementType[] = ["float32", "int8"],
): Map<string, OnnxTensor> {
  const found = new Map<string, OnnxTensor>();
  for (const graph of messages(model, MODEL_GRAPH))
    for (const tensor of messages(graph, GRAPH_INITIALIZER)) {
      const dims: number[] = [];
      let [code, name, raw] = [0, "", new Uint8Array()];
      for (const { number, bytes, integer } of fieldsOf(tensor)) {
        if (number === TENSOR.dims) dims.push(integer);
        if (number === TENSOR.type) code = integer;
        if (number === TENSOR.name && bytes) name = new TextDecoder().decode(bytes);
        if (number === TENSOR.raw && bytes) raw = Uint8Array.from(bytes);
      }
      const type = types.find((each) => ELEMENT_TYPES[each] === code);
      const Data = type && ARRAYS[type];
      if (Data) found.set(name, { name, type, dims, data: new Data(raw.buffer) });
    }
  return found;
}

/** The nodes of an `.onnx` file in order, without their attributes. @throws RangeError for bytes that are no such file */
export function readNodes(model: Uint8Array): Pick<OnnxNode, "op" | "inputs" | "outputs">[] {
  return [...messages(model, MODEL_GRAPH)].flatMap((graph) =>
    Array.from(messages(graph, GRAPH_NODE), (node) => ({
      op: textOf(node, NODE.op)[0] ?? "",
      inputs: textOf(node, NODE.input),
      outputs: textOf(node, NODE.output),
    })),
  );
}
