import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { ScoredPiece } from "#lib/domain/text/unigram-pieces";
import type { ParameterStore } from "./parameter-store";
import type { SenseShape } from "./sense-model";
import { EMBEDDING } from "./text-deep-model";

export type EncoderLayout = Pick<SenseShape, "width" | "wide" | "heads" | "inner" | "maxPieces">;

/** The layout of the package's encoder; heads are this project's own. */
export const ENCODER: EncoderLayout = {
  width: 256,
  wide: 512,
  heads: 4,
  inner: 1536,
  maxPieces: 128,
};

const manifestSchema = z.object({
  weightsManifest: z
    .array(
      z.object({
        paths: z.array(z.string()),
        weights: z.array(
          z.object({
            name: z.string(),
            shape: z.array(z.int()),
            dtype: z.enum(["float32", "int32", "bool"]),
          }),
        ),
      }),
    )
    .length(1),
});
/** A log-probability that was not written down is 0, as the package's own tokeniser takes it. */
const piecesSchema = z.array(
  z.tuple([
    z.string(),
    z
      .number()
      .nullable()
      .transform((score) => score ?? 0),
  ]),
);

/** A sentence encoder as its package has it. */
export interface PackagedEncoder {
  pieces: ScoredPiece[];
  /** Rows of the table of pieces. */
  rows: number;
  /** Values by the names that `readSentence` gives its parameters. */
  weights: ReadonlyMap<string, Float32Array>;
}

const IN_GRAPH = "module_apply_default/Encoder_en/KonaTransformer/Encode/";
const IN_MODULE = "module/Encoder_en/";

/**
 * Reads the Universal Sentence Encoder, lite, from the files of a TensorFlow.js graph model: model.json, its shards, vocab.json.
 * @throws Error when a weight is missing or of another size: then it is another encoder
 */
export function readEncoder(folder: string, layout = ENCODER): PackagedEncoder {
  const text = (file: string) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as unknown;
  const [manifest] = manifestSchema.parse(text("model.json")).weightsManifest;
  const shards = (manifest?.paths ?? []).map((file) => readFileSync(path.join(folder, file)));
  const bytes = Uint8Array.from(Buffer.concat(shards));
  const named = new Map<string, { from: number; values: number }>();
  let from = 0;
  for (const { name, shape, dtype } of manifest?.weights ?? []) {
    const values = shape.reduce((product, side) => product * side, 1);
    if (dtype === "float32") named.set(name, { from, values });
    from += values * (dtype === "bool" ? 1 : 4);
  }
  const take: Take = (name, values) => {
    const found = named.get(name);
    if (!found || (values !== undefined && found.values !== values) || found.from + 4 * found.values > from)
      throw new Error(`${folder} is not the encoder that was meant: ${name} is missing or of another size`);
    return new Float32Array(bytes.buffer.slice(found.from, found.from + 4 * found.values));
  };
  const table = take("module/Embeddings_en");
  return {
    pieces: piecesSchema.parse(text("vocab.json")),
    rows: table.length / layout.width,
    weights: new Map([[EMBEDDING, table], ...layers(take, layout), ...ends(take, layout)]),
  };
}

type Take = (name: string, values?: number) => Float32Array;
type Named = [name: string, values: Float32Array];

function ends(take: Take, { width, wide }: EncoderLayout): Named[] {
  const widen = `${IN_GRAPH}Layer_0/TransformerLayer/dense/`;
  const pool = `${IN_MODULE}hidden_layers/tanh_layer_0/`;
  return [
    ["widen.weight", take(`${widen}kernel/ConcatPartitions/concat`, width * wide)],
    ["widen.bias", take(`${widen}bias/ConcatPartitions/concat`, wide)],
    ["pool.weight", take(`${pool}weights`, wide * wide)],
    ["pool.bias", take(`${pool}bias`, wide)],
  ];
}

function layers(take: Take, { width, wide, inner }: EncoderLayout): Named[] {
  return [width, wide].flatMap((from, at): Named[] => {
    const layer = `${IN_GRAPH}Layer_${at}/TransformerLayer/`;
    const attention = `${IN_MODULE}KonaTransformer/Encode/Layer_${at}/TransformerLayer/MultiheadAttention/`;
    const network = `${IN_GRAPH}TransformerStack/Layer_${at}/TransformerLayer/FFN/`;
    const part = (name: string, values: number) => take(`${layer}${name}/ConcatPartitions/concat`, values);
    const norm = (name: string, own: string, columns: number): Named[] => [
      [`${own}.gain`, part(`${name}layer_prepostprocess/layer_norm/layer_norm_scale`, columns)],
      [`${own}.bias`, part(`${name}layer_prepostprocess/layer_norm/layer_norm_bias`, columns)],
    ];
    const joint = take(`${attention}qkv_transform_single/kernel/part_0`, 3 * from * from);
    const bias = part("MultiheadAttention/qkv_transform_single/bias", 3 * from);
    const heads = ["query", "key", "value"].flatMap((name, third): Named[] => [
      [
        `l${at}.${name}.weight`,
        columnsOf(joint, { rows: from, of: 3 * from, from: third * from, count: from }),
      ],
      [`l${at}.${name}.bias`, bias.slice(third * from, (third + 1) * from)],
    ]);
    return [
      ...norm("", `l${at}.norm1`, from),
      ...heads,
      [`l${at}.mix.weight`, take(`${attention}output_transform_single/kernel/part_0`, from * wide)],
      [`l${at}.mix.bias`, part("MultiheadAttention/output_transform_single/bias", wide)],
      ...norm("FFN/", `l${at}.norm2`, wide),
      [`l${at}.inner.weight`, take(`${network}conv1/Tensordot/Reshape_1`, wide * inner)],
      [`l${at}.inner.bias`, part("FFN/conv1/bias", inner)],
      [`l${at}.outer.weight`, take(`${network}conv2/Tensordot/Reshape_1`, inner * wide)],
      [`l${at}.outer.bias`, part("FFN/conv2/bias", wide)],
    ];
  });
}

/** Some neighbouring columns of a matrix, row-major. */
function columnsOf(
  matrix: Float32Array,
  { rows, of, from, count }: { rows: number; of: number; from: number; count: number },
): Float32Array {
  const picked = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++)
    picked.set(matrix.subarray(row * of + from, row * of + from + count), row * count);
  return picked;
}

/** Puts weights in place of those that a store starts with; what is not among them, such as heads of an encoder, stays as it was. */
export function startFrom(store: ParameterStore, weights: ReadonlyMap<string, Float32Array>): void {
  for (const { name, data } of store.values()) {
    const found = weights.get(name);
    if (!found) continue;
    if (found.length !== data.length)
      throw new RangeError(`${name} has ${found.length} values, not ${data.length}`);
    data.set(found);
  }
}
