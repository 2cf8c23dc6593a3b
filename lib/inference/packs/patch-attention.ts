import { fieldsOf, MODEL_GRAPH, textOf } from "#lib/onnx/onnx-fields";

/**
 * Finds a model's attention in its ONNX file (protobuf, onnx.proto) and adds outputs to it. Messages that
 * come twice are merged by protobuf's rules, so outputs are added by appending a second, partial graph: nothing that is
 * there is rewritten, whatever fields it has.
 */
const GRAPH = { node: 1, output: 12, valueInfo: 13 };
const NODE = { output: 2, opType: 4 };
const VALUE_NAME = 1;
const FLOAT = 1;

/** Names of the results of a model's softmax nodes that are not outputs of the model: its attention, layer by layer. */
export function attentionNames(model: Uint8Array): string[] {
  const found: string[] = [];
  const outputs = new Set<string>();
  for (const { number, bytes } of fieldsOf(model)) {
    if (number !== MODEL_GRAPH || !bytes) continue;
    for (const field of fieldsOf(bytes)) {
      if (field.number === GRAPH.output && field.bytes)
        for (const name of textOf(field.bytes, VALUE_NAME)) outputs.add(name);
      if (field.number !== GRAPH.node || !field.bytes) continue;
      if (textOf(field.bytes, NODE.opType)[0] === "Softmax") found.push(...textOf(field.bytes, NODE.output));
    }
  }
  return found.filter((name) => !outputs.has(name));
}

/** The model with these intermediate float results as further outputs. */
export function withOutputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const parts = names.map((name) => {
    const type = delimited(1, Uint8Array.of((1 << 3) | 0, FLOAT));
    return delimited(GRAPH.output, join([delimited(1, new TextEncoder().encode(name)), delimited(2, type)]));
  });
  return join([model, delimited(MODEL_GRAPH, join(parts))]);
}

function delimited(number: number, content: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = content.length;
  for (; rest > 127; rest = Math.floor(rest / 128)) length.push((rest % 128) + 128);
  length.push(rest);
  return join([Uint8Array.of((number << 3) | 2, ...length), content]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
