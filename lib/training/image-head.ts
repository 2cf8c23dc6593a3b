import { type InferenceSession, Tensor } from "onnxruntime-node";
import { type Calibration, calibrate, fitPlatt } from "#lib/domain/calibration";
import type { Category } from "#lib/domain/taxonomy";
import type { OnnxModel, OnnxTensor } from "#lib/onnx/onnx-writer";
import { Graph, type Value } from "./graph";
import { maskedFocalLoss } from "./graph-losses";
import { denseLayer } from "./graph-ops";
import { ADAMW_DEFAULTS, appendAdamW } from "./graph-optimiser";
import { auc, bootstrapInterval } from "./metrics";
import { openGraph, type TrainingProvider } from "./open-graph";
import { ParameterStore } from "./parameter-store";
import { mixSeed, Random } from "./random";
import { train } from "./train-loop";

/** A picture that a person judged. */
export interface HeadRow {
  embedding: Float32Array;
  /** Per category of the head 1, 0, or NaN where the label is silent. */
  outcomes: Float32Array;
  weight: number;
  /** Rows of the same picture share it, and with it the split they fall into. */
  group: string;
}

/** What was found of one category on rows that neither the weights nor the curve were fitted on. */
export interface HeadFigures {
  category: Category;
  positives: number;
  negatives: number;
  auc: number;
  /** 95 % bootstrap interval of the AUC, its lower end. */
  aucLow: number;
  /** Mean log loss, and that of always saying the share of positives in the other splits. */
  logLoss: number;
  base: number;
  published: boolean;
}

export interface TrainedHead {
  weights: OnnxTensor[];
  /** Per category, in the order asked for. */
  calibrations: Calibration[];
  figures: HeadFigures[];
  /** Rows per split. */
  rows: { train: number; calibrate: number; gate: number };
}

/** A category serves with this many judged pictures of each kind among those it is measured on, and not before. */
export const FEWEST_TO_PUBLISH = 20;

const NO_ROWS = new Int32Array(0);
const BATCH = 64;
/** Share of the logits' scale that an embedding of length 1 is given. */
const STRETCH = 16;

/** A dense layer on the embedding, brought to one length whatever the picture: [rows, features] to [rows, categories]. */
function head(g: Graph, features: number, categories: number): Value {
  const embedding = g.input("embedding", "float32", ["rows", features]);
  const length = g.emit("ReduceL2", [embedding, g.integers([1])], ["rows", 1], { keepdims: 1 });
  const some = g.emit("Max", [length, g.constant(1e-6)], ["rows", 1]);
  const unit = g.emit("Div", [embedding, some], embedding.dims);
  const scaled = g.emit("Mul", [unit, g.constant(STRETCH)], embedding.dims);
  return denseLayer(g, scaled, "head", features, categories);
}

/** The head that is shipped: `logits`. With no weights they are inputs. */
export function imageHeadGraph(
  features: number,
  categories: number,
  weights: readonly OnnxTensor[] = [],
  metadata: Record<string, string> = {},
): OnnxModel {
  const g = new Graph();
  g.output("logits", head(g, features, categories));
  return g.model({ tensors: weights, nodes: [] }, metadata);
}

/** Forward, backward and AdamW; decay stands in for how few labels there are. */
function trainingGraph(features: number, categories: number) {
  const g = new Graph();
  const logits = head(g, features, categories);
  const targets = g.input("targets", "float32", logits.dims);
  const weights = g.input("weights", "float32", logits.dims);
  const loss = maskedFocalLoss(g, { logits, targets, weights });
  g.output("loss", loss);
  appendAdamW(g, loss, { ...ADAMW_DEFAULTS, decay: 0.1 });
  return { model: g.model(), parameters: g.parameters };
}

/** Where a group of rows falls: three in five train, one in five calibrates, one in five decides what is published. */
export function splitOf(group: string): keyof TrainedHead["rows"] {
  const place = (mixSeed(...Array.from(group, (letter) => letter.charCodeAt(0))) >>> 0) % 5;
  return place < 3 ? "train" : place === 3 ? "calibrate" : "gate";
}

export interface HeadPlan {
  categories: readonly Category[];
  features: number;
  seed: number;
  steps: number;
  /** Folder for checkpoints. */
  folder: string;
  /** Where the steps run; what the head says on held-out pictures is always asked of the processor. */
  provider?: TrainingProvider;
}

/**
 * Trains one linear head for all categories, each row teaching those its label speaks of; fits a Platt curve per category
 * on a split of its own; and measures each category on a third. What does not beat saying nothing there, with
 * FEWEST_TO_PUBLISH pictures of each kind, is not published. The same rows and plan give the same head on the processor.
 */
export async function trainImageHead(
  rows: readonly HeadRow[],
  { categories, features, seed, steps, folder, provider }: HeadPlan,
): Promise<TrainedHead> {
  const splits: Record<keyof TrainedHead["rows"], HeadRow[]> = { train: [], calibrate: [], gate: [] };
  for (const row of rows) splits[splitOf(row.group)].push(row);
  const { model, parameters } = trainingGraph(features, categories.length);
  const store = ParameterStore.create(parameters, "", 0, seed);
  if (splits.train.length > 0)
    await train(
      await openGraph(model, provider),
      store,
      {
        ...{ steps, warmUp: Math.ceil(steps / 10), peakRate: 0.01, patience: Number.POSITIVE_INFINITY },
        ...{ checkpoint: `${folder}/image-head`, checkpointEvery: steps, evaluateEvery: steps },
        fingerprint: `image-head ${seed} ${steps} ${rows.length}`,
      },
      {
        inputs: (step) => ({ feeds: batchOf(splits.train, mixSeed(seed, step)), rows: NO_ROWS }),
        // Decay and few steps hold it back; the split that could choose among steps is the one that calibrates.
        evaluate: async (_, step) => step,
      },
    );
  const weights = store
    .values()
    .map(({ name, dims, data }): OnnxTensor => ({ name, type: "float32", dims, data }));
  const session = await openGraph(imageHeadGraph(features, categories.length, weights));
  const [calibrating, gating] = [
    await logitsOf(session, splits.calibrate),
    await logitsOf(session, splits.gate),
  ];
  const calibrations = categories.map((_, column) =>
    fitPlatt(sampleOf(splits.calibrate, calibrating, column)),
  );
  const figures = categories.map((category, column) =>
    figuresOf(category, {
      ...sampleOf(splits.gate, gating, column),
      curve: calibrations[column] as Calibration,
      base: shareOf([...splits.train, ...splits.calibrate], column),
    }),
  );
  const { train: learnt, calibrate: fitted, gate } = splits;
  return {
    ...{ weights, calibrations, figures },
    rows: { train: learnt.length, calibrate: fitted.length, gate: gate.length },
  };
}

function batchOf(rows: readonly HeadRow[], seed: number): Record<string, Tensor> {
  const random = new Random(seed);
  const batch = Array.from({ length: BATCH }, () => random.pick(rows));
  const cells = (of: (outcome: number, row: HeadRow) => number) =>
    Float32Array.from(batch.flatMap((row) => Array.from(row.outcomes, (outcome) => of(outcome, row))));
  const dims = [BATCH, (batch[0] as HeadRow).outcomes.length];
  return {
    embedding: embeddings(batch),
    targets: new Tensor(
      "float32",
      cells((outcome) => (Number.isNaN(outcome) ? 0 : outcome)),
      dims,
    ),
    weights: new Tensor(
      "float32",
      cells((outcome, row) => (Number.isNaN(outcome) ? 0 : row.weight)),
      dims,
    ),
  };
}

function embeddings(rows: readonly HeadRow[]): Tensor {
  const width = rows[0]?.embedding.length ?? 0;
  const data = new Float32Array(rows.length * width);
  for (const [at, { embedding }] of rows.entries()) data.set(embedding, at * width);
  return new Tensor("float32", data, [rows.length, width]);
}

async function logitsOf(session: InferenceSession, rows: readonly HeadRow[]): Promise<Float32Array> {
  if (rows.length === 0) return new Float32Array(0);
  const { logits } = await session.run({ embedding: embeddings(rows) });
  return logits?.data as Float32Array;
}

interface Sample {
  scores: number[];
  outcomes: number[];
}

function sampleOf(rows: readonly HeadRow[], logits: Float32Array, column: number): Sample {
  const sample: Sample = { scores: [], outcomes: [] };
  for (const [at, { outcomes }] of rows.entries()) {
    const outcome = outcomes[column] as number;
    if (Number.isNaN(outcome)) continue;
    sample.scores.push(logits[at * outcomes.length + column] as number);
    sample.outcomes.push(outcome);
  }
  return sample;
}

function shareOf(rows: readonly HeadRow[], column: number): number {
  const known = rows
    .map(({ outcomes }) => outcomes[column] as number)
    .filter((outcome) => !Number.isNaN(outcome));
  return (known.reduce((sum, outcome) => sum + outcome, 0) + 1) / (known.length + 2);
}

function figuresOf(
  category: Category,
  { scores, outcomes, curve, base }: Sample & { curve: Calibration; base: number },
): HeadFigures {
  const positives = outcomes.filter((outcome) => outcome === 1).length;
  const negatives = outcomes.length - positives;
  const lossOf = (p: (score: number) => number) =>
    scores.reduce((sum, score, at) => {
      const inside = Math.min(1 - 1e-6, Math.max(1e-6, p(score)));
      return sum - Math.log(outcomes[at] === 1 ? inside : 1 - inside);
    }, 0) / Math.max(1, scores.length);
  const enough = positives >= FEWEST_TO_PUBLISH && negatives >= FEWEST_TO_PUBLISH;
  const sample = { scores, labels: outcomes };
  const aucLow = enough ? bootstrapInterval(sample, auc).low : Number.NaN;
  const [logLoss, nothing] = [lossOf((score) => calibrate(curve, score)), lossOf(() => base)];
  return {
    ...{ category, positives, negatives, aucLow, logLoss, base: nothing },
    auc: positives > 0 && negatives > 0 ? auc(sample) : Number.NaN,
    published: enough && aucLow > 0.5 && logLoss < nothing,
  };
}
