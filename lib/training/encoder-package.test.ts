import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type EncoderLayout, readEncoder, startFrom } from "./encoder-package";
import { ParameterStore } from "./parameter-store";
import { senseTrainingGraph } from "./sense-model";
import { EMBEDDING } from "./text-deep-model";

const LAYOUT: EncoderLayout = { width: 4, wide: 6, heads: 2, inner: 8, maxPieces: 5 };
const ROWS = 7;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** The weights of such a package by their names there, with their shapes. */
function packagedShapes({ width, wide, inner }: EncoderLayout): [string, number[]][] {
  const graph = "module_apply_default/Encoder_en/KonaTransformer/Encode/";
  const module = "module/Encoder_en/";
  const joined = (name: string) => `${name}/ConcatPartitions/concat`;
  return [
    ["module/Embeddings_en", [ROWS, width]],
    [joined(`${graph}Layer_0/TransformerLayer/dense/kernel`), [width, wide]],
    [joined(`${graph}Layer_0/TransformerLayer/dense/bias`), [wide]],
    [`${module}hidden_layers/tanh_layer_0/weights`, [wide, wide]],
    [`${module}hidden_layers/tanh_layer_0/bias`, [wide]],
    ...[width, wide].flatMap((from, at): [string, number[]][] => {
      const layer = `${graph}Layer_${at}/TransformerLayer/`;
      const attention = `${module}KonaTransformer/Encode/Layer_${at}/TransformerLayer/MultiheadAttention/`;
      const network = `${graph}TransformerStack/Layer_${at}/TransformerLayer/FFN/`;
      return [
        [joined(`${layer}layer_prepostprocess/layer_norm/layer_norm_scale`), [from]],
        [joined(`${layer}layer_prepostprocess/layer_norm/layer_norm_bias`), [from]],
        [joined(`${layer}FFN/layer_prepostprocess/layer_norm/layer_norm_scale`), [wide]],
        [joined(`${layer}FFN/layer_prepostprocess/layer_norm/layer_norm_bias`), [wide]],
        [`${attention}qkv_transform_single/kernel/part_0`, [1, 1, from, 3 * from]],
        [joined(`${layer}MultiheadAttention/qkv_transform_single/bias`), [3 * from]],
        [`${attention}output_transform_single/kernel/part_0`, [1, 1, from, wide]],
        [joined(`${layer}MultiheadAttention/output_transform_single/bias`), [wide]],
        [`${network}conv1/Tensordot/Reshape_1`, [wide, inner]],
        [joined(`${layer}FFN/conv1/bias`), [inner]],
        [`${network}conv2/Tensordot/Reshape_1`, [inner, wide]],
        [joined(`${layer}FFN/conv2/bias`), [wide]],
      ];
    }),
  ];
}

/** Writes a package in two shards whose values count up, a flag and a number of other types among them. */
function packaged(shapes: [string, number[]][]): string {
  const folder = mkdtempSync(path.join(tmpdir(), "sightline-encoder-"));
  folders.push(folder);
  const parts: Uint8Array[] = [Uint8Array.of(1), new Uint8Array(Int32Array.of(5, 6).buffer)];
  let next = 0;
  for (const [, shape] of shapes) {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => next++);
    parts.push(new Uint8Array(values.buffer));
  }
  const bytes = Buffer.concat(parts);
  writeFileSync(path.join(folder, "one"), bytes.subarray(0, 1001));
  writeFileSync(path.join(folder, "two"), bytes.subarray(1001));
  const weights = [
    { name: "flag", shape: [], dtype: "bool" },
    { name: "axes", shape: [2], dtype: "int32" },
    ...shapes.map(([name, shape]) => ({ name, shape, dtype: "float32" })),
  ];
  writeFileSync(
    path.join(folder, "model.json"),
    JSON.stringify({ weightsManifest: [{ paths: ["one", "two"], weights }] }),
  );
  writeFileSync(path.join(folder, "vocab.json"), JSON.stringify([["▁a", -1.5]]));
  return folder;
}

describe("readEncoder", () => {
  it("gives each weight to the parameter of its name, and the joint projection column by column", () => {
    const encoder = readEncoder(packaged(packagedShapes(LAYOUT)), LAYOUT);
    expect(encoder).toMatchObject({ rows: ROWS, pieces: [["▁a", -1.5]] });
    const shape = { ...LAYOUT, high: 3, categories: 2, sourceLabels: 2, kinds: 2 };
    const { parameters } = senseTrainingGraph(shape);
    const store = ParameterStore.create(parameters, EMBEDDING, encoder.rows, 1);
    const before = new Map(store.values().map(({ name, data }) => [name, data.slice()]));
    startFrom(store, encoder.weights);
    const kept = store
      .values()
      .filter(({ name, data }) => data.every((value, at) => value === before.get(name)?.[at]));
    const heads = /^(high|head|kind|experts|source_head)/;
    expect(kept.every(({ name }) => heads.test(name))).toBe(true);
    expect([...encoder.weights.keys()].filter((name) => !before.has(name))).toEqual([]);
    const { width } = LAYOUT;
    const [query, key] = ["query", "key"].map(
      (part) => encoder.weights.get(`l0.${part}.weight`) as Float32Array,
    );
    const start = query?.[0] as number;
    expect(Array.from(query?.subarray(0, width) ?? [])).toEqual([0, 1, 2, 3].map((at) => start + at));
    expect(query?.[width]).toBe(start + 3 * width);
    expect(key?.[0]).toBe(start + width);
  });

  it("says that another encoder is not the one that was meant", () => {
    const shapes = packagedShapes(LAYOUT);
    const lacking = shapes.filter(([name]) => !name.endsWith("tanh_layer_0/bias"));
    expect(() => readEncoder(packaged(lacking), LAYOUT)).toThrow(
      /not the encoder that was meant: .*tanh_layer_0\/bias/,
    );
    expect(() => readEncoder(packaged(shapes), { ...LAYOUT, inner: 9 })).toThrow(/of another size/);
  });
});
