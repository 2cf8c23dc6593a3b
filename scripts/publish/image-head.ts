import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Failure } from "#lib/domain/failure";
import { floatsOf } from "#lib/domain/fusion/evidence";
import { outcomeOf } from "#lib/domain/propose-recalibration";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { calibrationFileSchema, type ImageManifest, type ModelManifest } from "#lib/inference/manifest";
import { ModelsFolder, nextVersion } from "#lib/inference/models-folder";
import { encodeModel, type OnnxTensor } from "#lib/onnx/onnx-writer";
import { type LabelledFeatures, labelledFeatures } from "#lib/store/labelled-features";
import { type HeadRow, imageHeadGraph, type TrainedHead, trainImageHead } from "#lib/training/image-head";
import { headCard } from "#lib/training/image-head-card";
import type { TrainingProvider } from "#lib/training/open-graph";

const NAME = "image-head";
/** The picture model judges `sexual` itself. */
const HEAD_CATEGORIES: readonly Category[] = CATEGORIES.filter((category) => category !== "sexual");
/** Labels that are looked at; older ones speak of another time. */
const MOST_LABELS = 50_000;

export interface HeadOutcome {
  labels: number;
  trained: TrainedHead;
  /** What serves now, or null where no category was good enough and nothing was written. */
  published: { version: string; categories: Category[] } | null;
}

/**
 * Trains the head on the pictures that people judged and puts it in the models folder, where running workers take it up by
 * themselves; only categories that beat saying nothing on pictures it has not seen. Where none does, nothing is written and
 * what serves now goes on.
 * @throws Failure `not_found` where the folder holds no picture model
 */
export async function publishImageHead(
  modelsDir: string,
  {
    seed = 20261121,
    steps = 400,
    provider,
  }: { seed?: number; steps?: number; provider?: TrainingProvider } = {},
): Promise<HeadOutcome> {
  const folder = new ModelsFolder(modelsDir);
  const models = folder.models();
  const encoder = models.find((model): model is ImageManifest => model.runner === "image-screen");
  if (!encoder)
    throw new Failure(
      "not_found",
      `${modelsDir} holds no picture model to train a head on. Name the models folder with --models`,
    );
  const source = `${encoder.name}@${encoder.version}`;
  const labels = await labelledFeatures(source, "image", MOST_LABELS);
  const rows = labels.map((label) => rowOf(label, encoder.features)).filter((row) => row !== null);
  const work = mkdtempSync(path.join(tmpdir(), "sightline-head-"));
  const plan = {
    categories: HEAD_CATEGORIES,
    features: encoder.features,
    seed,
    steps,
    folder: work,
    provider,
  };
  const trained = await trainImageHead(rows, plan).finally(() => rmSync(work, { recursive: true }));
  const columns = trained.figures.flatMap(({ published }, column) => (published ? [column] : []));
  if (columns.length === 0) return { labels: rows.length, trained, published: null };

  const version = nextVersion(models.find(({ name }) => name === NAME)?.version);
  const write = folder.writer(NAME, version);
  const categories = columns.map((column) => HEAD_CATEGORIES[column] as Category);
  const weights = trained.weights.map((tensor) => onlyColumns(tensor, HEAD_CATEGORIES.length, columns));
  const graph = imageHeadGraph(encoder.features, columns.length, weights, { name: NAME, version });
  const calibration = calibrationFileSchema.parse({
    calibrations: columns.map((column) => trained.calibrations[column]),
  });
  const entry: ModelManifest = {
    name: NAME,
    version,
    runner: "image-head",
    files: {
      model: write("model.onnx", encodeModel(graph)),
      calibration: write("calibration.json", `${JSON.stringify(calibration)}\n`),
    },
    inputs: { embedding: `float32 [pictures, ${encoder.features}]: embeddings of ${source}` },
    ...{ encoder: source, features: encoder.features, categories, languages: {}, exit: {} },
    licence: "yours: trained on the decisions of this installation",
    card: `cards/${NAME}.md`,
  };
  folder.publish(entry, headCard({ version, encoder: source, labels: rows.length, trained }));
  return { labels: rows.length, trained, published: { version, categories } };
}

/**
 * What a label says of the picture: that an item is harmful is said of its picture only where it holds nothing else, and
 * that it is harmless of all its parts. Null where it says nothing, or the features are of another length.
 */
function rowOf(label: LabelledFeatures, features: number): HeadRow | null {
  const embedding = floatsOf(label.data);
  if (embedding.length !== features) return null;
  const alone = label.modalities.length === 1;
  const outcomes = Float32Array.from(HEAD_CATEGORIES, (category) => {
    const outcome = outcomeOf(label, category);
    return outcome === undefined || (outcome === 1 && !alone) ? Number.NaN : outcome;
  });
  if (outcomes.every(Number.isNaN)) return null;
  return { embedding, outcomes, weight: label.weight, group: label.sha256 ?? label.itemId };
}

/** Of a weight whose last axis is the head's categories, only some of them. */
function onlyColumns(tensor: OnnxTensor, width: number, columns: readonly number[]): OnnxTensor {
  const data = tensor.data as Float32Array;
  const rows = data.length / width;
  const kept = new Float32Array(rows * columns.length);
  for (let row = 0; row < rows; row += 1)
    for (const [at, column] of columns.entries())
      kept[row * columns.length + at] = data[row * width + column] as number;
  return { ...tensor, dims: [...tensor.dims.slice(0, -1), columns.length], data: kept };
}
