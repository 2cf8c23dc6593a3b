import { type InferenceSession, Tensor } from "onnxruntime-node";
import { evidenceFields } from "#lib/domain/fusion/evidence";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { OnnxTensor } from "#lib/onnx/onnx-writer";
import { fusionGraph, fusionTrainingGraph } from "./fusion-model";
import type { FusionRow } from "./fusion-sets";
import { openGraph, type TrainingProvider } from "./open-graph";
import { ParameterStore } from "./parameter-store";
import { mixSeed, Random } from "./random";
import { type Progress, train } from "./train-loop";

const C = CATEGORIES.length;
const BATCH = 256;
/** Nothing in the model is a table. */
const NO_ROWS = new Int32Array(0);
const NO_TABLE = "";

/** Rows of evidence as the graphs' inputs. */
export function evidenceFeeds(rows: readonly Float32Array[]): Record<string, Tensor> {
  return Object.fromEntries(
    Object.entries(evidenceFields(rows)).map(([name, { data, dims }]) => [
      name,
      new Tensor("float32", data, dims),
    ]),
  );
}

/** What a session of `fusionGraph` says of rows of evidence, [rows, categories]; `weights` where they are not baked in. */
export async function fusedScores(
  session: InferenceSession,
  rows: readonly Float32Array[],
  weights: Record<string, Tensor> = {},
): Promise<Float32Array> {
  const scores = new Float32Array(rows.length * C);
  for (let from = 0; from < rows.length; from += 1000) {
    const { fused } = await session.run({ ...evidenceFeeds(rows.slice(from, from + 1000)), ...weights });
    scores.set(fused?.data as Float32Array, from * C);
  }
  return scores;
}

/** How far a model's probabilities lie from late fusion's, over rows and known categories. */
export interface Gap {
  cells: number;
  largest: number;
  mean: number;
  /** The largest by which it lies below. */
  below: number;
}

/** Measures the gap of a session of `fusionGraph`; `weights` are fed where they are not baked in. */
export async function measureGap(
  session: InferenceSession,
  rows: readonly FusionRow[],
  weights: Record<string, Tensor> = {},
): Promise<Gap> {
  const gap = { cells: 0, largest: 0, mean: 0, below: 0 };
  const evidence = rows.map((row) => row.evidence);
  const fused = await fusedScores(session, evidence, weights);
  for (const [at, { targets }] of rows.entries())
    for (const [column, late] of targets.entries()) {
      if (Number.isNaN(late)) continue;
      const over = (fused[at * C + column] as number) - late;
      gap.cells += 1;
      gap.mean += Math.abs(over);
      gap.largest = Math.max(gap.largest, Math.abs(over));
      gap.below = Math.max(gap.below, -over);
    }
  return { ...gap, mean: gap.mean / Math.max(1, gap.cells) };
}

export interface FusionPlan {
  seed: number;
  steps: number;
  peakRate: number;
  /** Folder for checkpoints. */
  folder: string;
  /** Where the steps run; what the model says on held-out rows is always asked of the processor. */
  provider?: TrainingProvider;
  onProgress?: (progress: Progress) => void;
}

/**
 * Teaches a fresh network to say what late fusion says of `rows`. The weights are those with the least gap on `held`.
 * The same plan and rows give the same weights on the processor.
 */
export async function distilFusion(
  rows: readonly FusionRow[],
  held: readonly FusionRow[],
  { seed, steps, peakRate, folder, provider, onProgress }: FusionPlan,
): Promise<OnnxTensor[]> {
  const { model, parameters } = fusionTrainingGraph({ focus: 1, decay: 0 });
  const [session, judge] = [await openGraph(model, provider), await openGraph(fusionGraph())];
  const store = ParameterStore.create(parameters, NO_TABLE, 0, seed);
  await train(
    session,
    store,
    {
      ...{
        steps,
        peakRate,
        warmUp: Math.min(100, Math.ceil(steps / 10)),
        patience: Number.POSITIVE_INFINITY,
      },
      ...{ checkpoint: `${folder}/fusion`, checkpointEvery: 500, evaluateEvery: Math.min(250, steps) },
      fingerprint: `fusion ${seed} ${steps} ${peakRate} ${rows.length}`,
    },
    {
      inputs: (step) => ({ feeds: batchOf(rows, mixSeed(seed, step)), rows: NO_ROWS }),
      evaluate: async () =>
        -(await measureGap(judge, held, store.feeds(NO_ROWS, { moments: false }))).largest,
      onProgress,
    },
  );
  return store.values().map(({ name, dims, data }) => ({ name, type: "float32", dims, data }));
}

function batchOf(rows: readonly FusionRow[], seed: number): Record<string, Tensor> {
  const random = new Random(seed);
  const batch = Array.from({ length: BATCH }, () => random.pick(rows));
  const cells = batch.flatMap(({ targets }) => [...targets]);
  return {
    ...evidenceFeeds(batch.map(({ evidence }) => evidence)),
    targets: new Tensor(
      "float32",
      Float32Array.from(cells, (cell) => (Number.isNaN(cell) ? 0 : cell)),
      [BATCH, C],
    ),
    weights: new Tensor(
      "float32",
      Float32Array.from(cells, (cell) => (Number.isNaN(cell) ? 0 : 1)),
      [BATCH, C],
    ),
  };
}
