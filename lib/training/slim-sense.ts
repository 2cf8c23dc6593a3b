import type { OnnxModel } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { denseLayer, relu } from "./graph-ops";
import { type Layer, readSentence, type SenseShape, trainedPieces } from "./sense-model";

/** How the units of a layer's feed-forward network fire on a batch's pieces: the mean of each, and of its square. */
const MEAN = ".mean";
const SQUARE = ".square";

/** How much each unit of a feed-forward network varies, and what it says on average; by layer. */
export type UnitUse = Readonly<Record<string, { mean: Float64Array; variance: Float64Array }>>;

/** The forward pass with the weights as inputs; outputs, for each layer, what `unitUse` reads. Padding counts as well. */
export function senseUnitsGraph(shape: SenseShape): OnnxModel {
  const g = new Graph();
  const feedForward: Layer = (graph, x, name) => {
    const units = relu(graph, denseLayer(graph, x, `${name}.inner`, shape.wide, shape.inner));
    const mean = (value: Value) =>
      graph.emit("ReduceMean", [value, graph.integers([0])], [shape.inner], { keepdims: 0 });
    graph.output(`${name}${MEAN}`, mean(units));
    graph.output(`${name}${SQUARE}`, mean(graph.emit("Mul", [units, units], units.dims)));
    return denseLayer(graph, units, `${name}.outer`, shape.inner, shape.wide);
  };
  const read = readSentence(
    g,
    { ...shape, sourceLabels: 0 },
    { lookup: trainedPieces(g, shape), feedForward },
  );
  g.output("logits", read.logits);
  return g.model();
}

function floatsOf(output: Readonly<Record<string, { data: unknown }>>, name: string): Float32Array {
  const found = output[name]?.data;
  if (found instanceof Float32Array) return found;
  throw new RangeError(`the graph has no output ${name}`);
}

/** Taken together over batches of like size. @param outputs what `senseUnitsGraph` gave of each */
export function unitUse(outputs: readonly Readonly<Record<string, { data: unknown }>>[]): UnitUse {
  const average = (name: string): Float64Array => {
    const batches = outputs.map((output) => floatsOf(output, name));
    return Float64Array.from(batches[0] ?? [], (_, unit) => {
      const sum = batches.reduce((total, batch) => total + (batch[unit] as number), 0);
      return sum / batches.length;
    });
  };
  const layers = Object.keys(outputs[0] ?? {}).filter((name) => name.endsWith(MEAN));
  return Object.fromEntries(
    layers.map((name) => {
      const layer = name.slice(0, -MEAN.length);
      const mean = average(name);
      const variance = average(`${layer}${SQUARE}`).map((square, unit) =>
        Math.max(0, square - (mean[unit] as number) ** 2),
      );
      return [layer, { mean, variance }];
    }),
  );
}

/**
 * The weights of a network whose feed-forward networks have `inner` units each: those by which what comes out of them varies most.
 * What the others say on average goes into the bias behind them.
 * @param weights of the network whose units were seen, by name, row-major
 */
export function slimmed(
  weights: ReadonlyMap<string, Float32Array>,
  use: UnitUse,
  inner: number,
): Map<string, Float32Array> {
  const slim = new Map(weights);
  for (const [layer, { mean, variance }] of Object.entries(use)) {
    const at = (name: string) => weights.get(`${layer}.${name}`) as Float32Array;
    const [into, intoBias] = [at("inner.weight"), at("inner.bias")];
    const [outOf, outBias] = [at("outer.weight"), at("outer.bias")];
    const [units, wide] = [mean.length, outBias.length];
    const rowOf = (unit: number) => outOf.subarray(unit * wide, (unit + 1) * wide);
    const effect = Float64Array.from(
      variance,
      (each, unit) => each * rowOf(unit).reduce((sum, weight) => sum + weight ** 2, 0),
    );
    const ranked = [...effect.keys()].sort((a, b) => (effect[b] as number) - (effect[a] as number) || a - b);
    const kept = ranked.slice(0, inner).sort((a, b) => a - b);
    const bias = outBias.slice();
    for (const unit of ranked.slice(inner))
      for (const [column, weight] of rowOf(unit).entries())
        bias[column] = (bias[column] as number) + (mean[unit] as number) * weight;
    const rows = into.length / units;
    slim.set(
      `${layer}.inner.weight`,
      Float32Array.from({ length: rows * inner }, (_, place) => {
        const unit = kept[place % inner] as number;
        return into[Math.floor(place / inner) * units + unit] as number;
      }),
    );
    slim.set(
      `${layer}.inner.bias`,
      Float32Array.from(kept, (unit) => intoBias[unit] as number),
    );
    slim.set(`${layer}.outer.weight`, Float32Array.from(kept.flatMap((unit) => [...rowOf(unit)])));
    slim.set(`${layer}.outer.bias`, bias);
  }
  return slim;
}
