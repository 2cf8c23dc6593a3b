import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { encodeModel, type OnnxModel } from "#lib/onnx/onnx-writer";

/** The words that the tiny tokenizer knows. */
export const WORDS = [
  "[PAD]",
  "[UNK]",
  "[CLS]",
  "[SEP]",
  "what",
  "a",
  "marrow",
  "kind",
  "day",
  "##s",
  "you",
  "are",
];
const WIDTH = 4;
const MARROW = WORDS.indexOf("marrow");

/** How a tiny BERT differs from the usual one. */
export interface TinyBertTraits {
  /** It reads at most so many tokens, whatever its config.json says. */
  positions?: number;
  /** It reads exactly so many texts at once. */
  batch?: number;
  /** It turns its logits into shares inside the graph as well: a softmax that is no attention. */
  shares?: true;
}

/**
 * Writes a tiny BERT of the project's own in the layout of the Hugging Face hub: one layer of attention whose first label
 * rises with the word "marrow". Its attention is inside the graph, not among its outputs, as exports have it.
 */
export function writeTinyBert(
  folder: string,
  labels: readonly string[] = ["toxic", "insult"],
  traits: TinyBertTraits = {},
): void {
  mkdirSync(path.join(folder, "onnx"), { recursive: true });
  const write = (file: string, content: unknown) =>
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  write("config.json", {
    model_type: "bert",
    problem_type: "multi_label_classification",
    max_position_embeddings: 16,
    id2label: Object.fromEntries(labels.map((label, at) => [at, label])),
  });
  write("tokenizer.json", tinyTokenizer());
  write("tokenizer_config.json", { tokenizer_class: "BertTokenizer", model_max_length: 16 });
  writeFileSync(
    path.join(folder, "onnx", "model.onnx"),
    encodeModel(tinyClassifier(WORDS.length, [MARROW], labels.length, traits)),
  );
}

/** A WordPiece tokenizer over WORDS, as tokenizer.json has it. */
export function tinyTokenizer() {
  const special = WORDS.slice(0, 4);
  const token = (id: string) => ({ SpecialToken: { id, type_id: 0 } });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: special.map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [token("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, token("[SEP]")],
      pair: [token("[CLS]"), { Sequence: { id: "A", type_id: 0 } }, token("[SEP]")],
      special_tokens: Object.fromEntries(
        ["[CLS]", "[SEP]"].map((id) => [id, { id, ids: [WORDS.indexOf(id)], tokens: [id] }]),
      ),
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      type: "WordPiece",
      unk_token: "[UNK]",
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
}

/** Adds a vector to each place of a text; there are only so many. */
const PLACED = [
  { op: "Shape", inputs: ["input_ids"], outputs: ["size"] },
  { op: "Gather", inputs: ["size", "next"], outputs: ["length"] },
  { op: "Range", inputs: ["first", "length", "next"], outputs: ["order"] },
  { op: "Gather", inputs: ["places", "order"], outputs: ["placed"] },
  { op: "Add", inputs: ["words_read", "placed"], outputs: ["x"] },
];

/**
 * A network of one layer: dimension 0 of a token's vector says whether it is among the `marks`; attention looks for it, the first
 * label's head reads it.
 */
export function tinyClassifier(
  tokens: number,
  marks: readonly number[],
  labels: number,
  { positions, batch, shares }: TinyBertTraits = {},
): OnnxModel {
  const embedding = new Float32Array(tokens * WIDTH).fill(0.1);
  for (const mark of marks) embedding[mark * WIDTH] = 2;
  const head = new Float32Array(WIDTH * labels);
  head[0] = 4;
  const axes = (name: string, ...values: number[]) =>
    ({ name, type: "int64", dims: [values.length], data: BigInt64Array.from(values, BigInt) }) as const;
  const one = { name: "one", type: "float32", dims: [], data: Float32Array.of(1) } as const;
  const sharp = { name: "sharp", type: "float32", dims: [], data: Float32Array.of(30) } as const;
  const far = { name: "far", type: "float32", dims: [], data: Float32Array.of(1e4) } as const;
  const number = (name: string, value: number) =>
    ({ name, type: "int64", dims: [], data: BigInt64Array.of(BigInt(value)) }) as const;
  const places = (count: number) =>
    ({
      name: "places",
      type: "float32",
      dims: [count, WIDTH],
      data: new Float32Array(count * WIDTH),
    }) as const;
  return {
    opset: 17,
    initializers: [
      ...(positions === undefined ? [] : [number("first", 0), number("next", 1), places(positions)]),
      { name: "words", type: "float32", dims: [tokens, WIDTH], data: embedding },
      { name: "head", type: "float32", dims: [WIDTH, labels], data: head },
      { name: "bias", type: "float32", dims: [labels], data: new Float32Array(labels).fill(-2) },
      one,
      sharp,
      far,
      axes("axis1", 1),
      axes("axes12", 1, 2),
    ],
    inputs: ["input_ids", "attention_mask"].map((name) => ({
      name,
      type: "int64" as const,
      dims: [batch ?? "batch", "sequence"],
    })),
    nodes: [
      {
        op: "Gather",
        inputs: ["words", "input_ids"],
        outputs: [positions === undefined ? "x" : "words_read"],
      },
      ...(positions === undefined ? [] : PLACED),
      { op: "Transpose", inputs: ["x"], outputs: ["turned"], attributes: { perm: [0, 2, 1] } },
      { op: "MatMul", inputs: ["x", "turned"], outputs: ["alike"] },
      { op: "Mul", inputs: ["alike", "sharp"], outputs: ["sharpened"] },
      { op: "Unsqueeze", inputs: ["sharpened", "axis1"], outputs: ["scores"] },
      { op: "Cast", inputs: ["attention_mask"], outputs: ["mask"], attributes: { to: 1 } },
      { op: "Sub", inputs: ["mask", "one"], outputs: ["absent"] },
      { op: "Mul", inputs: ["absent", "far"], outputs: ["pushed"] },
      { op: "Unsqueeze", inputs: ["pushed", "axes12"], outputs: ["blocked"] },
      { op: "Add", inputs: ["scores", "blocked"], outputs: ["masked"] },
      { op: "Softmax", inputs: ["masked"], outputs: ["layer0_probs"], attributes: { axis: -1 } },
      { op: "Unsqueeze", inputs: ["x", "axis1"], outputs: ["values"] },
      { op: "MatMul", inputs: ["layer0_probs", "values"], outputs: ["mixed"] },
      { op: "Squeeze", inputs: ["mixed", "axis1"], outputs: ["states"] },
      { op: "ReduceMax", inputs: ["states"], outputs: ["pooled"], attributes: { axes: [1], keepdims: 0 } },
      { op: "MatMul", inputs: ["pooled", "head"], outputs: ["weighed"] },
      { op: "Add", inputs: ["weighed", "bias"], outputs: ["logits"] },
      ...(shares
        ? [{ op: "Softmax", inputs: ["logits"], outputs: ["shares"], attributes: { axis: -1 } }]
        : []),
    ],
    outputs: [{ name: "logits", type: "float32", dims: ["batch", labels] }],
  };
}
