import type { Dim } from "#lib/onnx/onnx-writer";
import type { Graph, Value } from "./graph";
import {
  add,
  concat,
  denseLayer,
  dropout,
  gather,
  gelu,
  matmul,
  maxOver,
  multiply,
  normLayer,
  reshape,
  scale,
  softmax,
  sumOver,
  transpose,
} from "./graph-ops";

export interface TextDeepShape {
  /** Width of embeddings and of the residual stream. */
  width: number;
  layers: number;
  heads: number;
  /** Width of the feed-forward layers. */
  inner: number;
  /** Longest text, in words. */
  maxWords: number;
  /** Output columns: the taxonomy's categories. */
  categories: number;
  /** Output columns of the labels that only one source uses; 0 leaves that head out. */
  sourceLabels: number;
  /** Experts, one for each kind of text, mixed by a gate that guesses the kind; 0 for a single head. */
  kinds: number;
}

/** Name of the embedding table; in training it holds only the rows that a batch touches. */
export const EMBEDDING = "embedding";

/** Gives rows of the embedding table by integer ids of any shape. */
export type Lookup = (ids: Value) => Value;

export interface TextDeepOutputs {
  /** [texts, categories] */
  logits: Value;
  /** [texts, sourceLabels]; absent without that head. */
  sourceLogits?: Value;
  /** [texts, kinds], what the gate makes of the text; absent without experts. */
  kindLogits?: Value;
  /** Per layer, [texts, length, length]: attention averaged over heads. */
  attentions: Value[];
}

/** The trainable embedding table, of which each batch brings its own `rows`. */
export function trainedLookup(g: Graph, width: number): Lookup {
  const table = g.parameter(EMBEDDING, ["rows", width], { normal: 0.05 }, { decays: false });
  return (ids) => gather(g, table, ids);
}

/**
 * The first half of text-deep: one vector per word, [texts, length, width]. A word is the weighted sum of its
 * own row and its character n-grams' rows, so that a misspelt word keeps most of its vector; the pair with
 * the word before is added. Inputs as in `TextBatch`.
 */
export function embedWords(
  g: Graph,
  width: number,
  makeLookup: (g: Graph) => Lookup,
): { embedded: Value; mask: Value } {
  const pieceRows = g.input("piece_rows", "int32", ["forms", "pieces"]);
  const pieceWeights = g.input("piece_weights", "float32", ["forms", 1, "pieces"]);
  const forms = g.input("forms", "int32", ["texts", "length"]);
  const pairRows = g.input("pair_rows", "int32", ["texts", "length"]);
  const mask = g.input("mask", "float32", ["texts", "length"]);
  const lookup = makeLookup(g);
  const formVectors = matmul(g, pieceWeights, lookup(pieceRows));
  const words = gather(g, reshape(g, formVectors, ["forms", width]), forms);
  const present = g.emit("Unsqueeze", [mask, g.integers([2])], ["texts", "length", 1]);
  return { embedded: multiply(g, add(g, words, lookup(pairRows)), present), mask };
}

/**
 * The second half: a pre-norm transformer over the word vectors, pooled in three views: learnt attention,
 * maximum, and the plain sum of the word vectors (the n-gram classifier inside).
 * With `dropRate`, the inputs `noise` and `pooled_noise` are uniform in [0, 1). `steady` makes the last layers treat a
 * single text as they treat many, for graphs without a reverse pass.
 */
export function readWords(
  g: Graph,
  shape: TextDeepShape,
  { embedded, mask }: { embedded: Value; mask: Value },
  { dropRate = 0, steady = false }: { dropRate?: number; steady?: boolean } = {},
): TextDeepOutputs {
  const { width } = shape;
  const pooledLayer = steady ? steadyLayer : denseLayer;
  const positions = g.parameter("positions", [shape.maxWords, width], { normal: 0.02 }, { decays: false });
  const placed = add(g, embedded, gather(g, positions, range(g, "length")));
  let x = reshape(g, placed, ["texts*length", width]);
  x = normLayer(g, x, "embedding_norm", width);
  if (dropRate > 0) x = dropout(g, x, g.input("noise", "float32", ["texts*length", width]), dropRate);

  const absent = additiveMask(g, mask);
  const blocked = g.emit("Unsqueeze", [absent, g.integers([1, 2])], ["texts", 1, 1, "length"]);
  const attentions: Value[] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    const { mixed, attention } = attend(
      g,
      normLayer(g, x, `l${layer}.norm1`, width),
      blocked,
      shape,
      `l${layer}`,
    );
    x = add(g, x, mixed);
    const inner = denseLayer(
      g,
      normLayer(g, x, `l${layer}.norm2`, width),
      `l${layer}.inner`,
      width,
      shape.inner,
    );
    x = add(g, x, denseLayer(g, gelu(g, inner), `l${layer}.outer`, shape.inner, width));
    attentions.push(attention);
  }
  x = normLayer(g, x, "final_norm", width);

  const states = reshape(g, x, ["texts", "length", width]);
  const salience = reshape(g, denseLayer(g, x, "salience", width, 1), ["texts", "length"]);
  const weights = reshape(g, softmax(g, add(g, salience, absent)), ["texts", 1, "length"]);
  const attended = reshape(g, matmul(g, weights, states), ["texts", width]);
  const highest = maxOver(
    g,
    add(g, states, g.emit("Unsqueeze", [absent, g.integers([2])], ["texts", "length", 1])),
    1,
  );
  // Normalised, so that one word repeated a hundred times does not drown the rest.
  const sum = steady ? sumByProduct(g, embedded, mask, width) : sumOver(g, embedded, 1);
  const summed = normLayer(g, sum, "sum_norm", width);

  const pooled = concat(g, [attended, highest, summed]);
  let hidden = gelu(g, pooledLayer(g, pooled, "pool", 3 * width, 2 * width));
  if (dropRate > 0) {
    hidden = dropout(g, hidden, g.input("pooled_noise", "float32", ["texts", 2 * width]), dropRate);
  }
  const shared = pooledLayer(g, hidden, "head", 2 * width, shape.categories);
  const { logits, kindLogits } =
    shape.kinds > 0 ? addExperts(g, shape, hidden, shared, pooledLayer) : { logits: shared };
  if (shape.sourceLabels === 0) return { logits, kindLogits, attentions };
  const sourceLogits = pooledLayer(g, hidden, "source_head", 2 * width, shape.sourceLabels);
  return { logits, sourceLogits, kindLogits, attentions };
}

/**
 * Adds to the logits those of experts, each weighed by how likely the text is of its kind (Jacobs et al. 1991):
 * what counts as harm differs between kinds of text, and one linear head would blur them.
 */
function addExperts(
  g: Graph,
  { width, categories, kinds }: TextDeepShape,
  hidden: Value,
  shared: Value,
  pooledLayer: typeof denseLayer,
): { logits: Value; kindLogits: Value } {
  const kindLogits = pooledLayer(g, hidden, "kind", 2 * width, kinds);
  const gate = reshape(g, softmax(g, kindLogits), ["texts", 1, kinds]);
  const said = pooledLayer(g, hidden, "experts", 2 * width, kinds * categories);
  const mixed = matmul(g, gate, reshape(g, said, ["texts", kinds, categories]));
  return { logits: add(g, shared, reshape(g, mixed, ["texts", categories])), kindLogits };
}

/** The sum over words as a product with the mask: runtimes sum [1, length, width] in another order than [2, ...]. */
function sumByProduct(g: Graph, embedded: Value, mask: Value, width: number): Value {
  const ones = reshape(g, mask, ["texts", 1, "length"]);
  return reshape(g, matmul(g, ones, embedded), ["texts", width]);
}

/**
 * A dense layer over rows of texts with a blank row among them: a runtime multiplies a single row by another routine
 * than several, with other rounding, and a text's scores must not depend on the company it is in.
 */
export function steadyLayer(g: Graph, x: Value, name: string, from: number, to: number): Value {
  const blank = g.constant(new Array<number>(from).fill(0), [1, from]);
  const rows = g.emit("Concat", [x, blank], ["texts+1", from], { axis: 0 });
  const y = denseLayer(g, rows, name, from, to);
  return g.emit("Slice", [y, g.integers([0]), g.integers([-1]), g.integers([0])], [x.dims[0] as Dim, to]);
}

/** Multi-head self-attention (Vaswani et al. 2017) over the flattened stream [texts*length, width]. */
function attend(
  g: Graph,
  x: Value,
  blocked: Value,
  { width, heads }: TextDeepShape,
  name: string,
): { mixed: Value; attention: Value } {
  const perHead = width / heads;
  const split = (part: string): Value => {
    const projected = denseLayer(g, x, `${name}.${part}`, width, width);
    return transpose(g, reshape(g, projected, ["texts", "length", heads, perHead]), [0, 2, 1, 3]);
  };
  const [query, key, value] = [split("query"), split("key"), split("value")];
  const scores = scale(g, matmul(g, query, key, { transposeB: true }), 1 / Math.sqrt(perHead));
  const attention = softmax(g, add(g, scores, blocked));
  const merged = transpose(g, matmul(g, attention, value), [0, 2, 1, 3]);
  const mixed = denseLayer(g, reshape(g, merged, ["texts*length", width]), `${name}.mix`, width, width);
  const mean = g.emit("ReduceMean", [attention, g.integers([1])], ["texts", "length", "length"], {
    keepdims: 0,
  });
  return { mixed, attention: mean };
}

/** 0 where there is a word, a large negative number where there is none. */
export function additiveMask(g: Graph, mask: Value): Value {
  return g.emit("Mul", [g.emit("Sub", [mask, g.constant(1)], mask.dims), g.constant(1e4)], mask.dims);
}

/** 0, 1, ... up to the run-time extent of a named dim. */
export function range(g: Graph, symbol: string): Value {
  const scalar = (value: Value) => g.emit("Squeeze", [value], [], {}, "int64");
  return g.emit(
    "Range",
    [scalar(g.integers([0])), scalar(g.extent(symbol)), scalar(g.integers([1]))],
    [symbol],
    {},
    "int64",
  );
}
