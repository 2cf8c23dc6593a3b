import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { FusionManifest } from "#lib/inference/manifest";
import { ModelsFolder } from "#lib/inference/models-folder";
import { encodeModel, type OnnxTensor } from "#lib/onnx/onnx-writer";
import { fusionCard } from "#lib/training/fusion-card";
import { fusionGraph } from "#lib/training/fusion-model";
import { fusionRows } from "#lib/training/fusion-sets";
import { distilFusion, measureGap } from "#lib/training/fusion-train";
import type { TrainingProvider } from "#lib/training/open-graph";

export const FUSION = "fusion";
/** The version that is distilled from late fusion; taught ones come after it. */
const DISTILLED = "1.0.0";

export interface DistilOptions {
  seed: number;
  steps: number;
  /** Made-up items to learn from. */
  rows: number;
  provider?: TrainingProvider;
  log: (line: string) => void;
}

/** Distils late fusion into a fresh network and writes it to the models folder with its card. */
export async function publishDistilled(
  modelsDir: string,
  { seed, steps, rows: count, provider, log }: DistilOptions,
): Promise<void> {
  const rows = fusionRows(count, seed);
  const held = fusionRows(Math.ceil(count / 8), seed + 1);
  const test = fusionRows(count, seed + 2);
  log(`${rows.length} rows to learn from, ${held.length} to choose the weights, ${test.length} to measure`);
  const work = mkdtempSync(path.join(tmpdir(), "sightline-fusion-"));
  const weights = await distilFusion(rows, held, {
    ...{ seed, steps, peakRate: 3e-3, folder: work, provider },
    onProgress: ({ step, loss, stepMs }) => {
      if (step % 250 === 0)
        log(`step ${step}: loss ${loss.toExponential(2)}, ${stepMs.toFixed(0)} ms a step`);
    },
  }).finally(() => rmSync(work, { recursive: true }));
  const folder = new ModelsFolder(modelsDir);
  const entry = writeFusion(folder, DISTILLED, weights, "Apache-2.0");
  const gap = await measureGap(
    await InferenceSession.create(path.join(modelsDir, entry.files.model.path)),
    test,
  );
  log(`gap to late fusion: at most ${gap.largest.toFixed(4)}, ${gap.mean.toExponential(1)} on average`);
  const facts = { version: DISTILLED, bytes: entry.files.model.bytes, rows: count, steps, gap };
  folder.publish(entry, fusionCard({ ...facts, test: test.length }));
}

/** Writes a version's model file and gives its entry for the manifest. */
export function writeFusion(
  folder: ModelsFolder,
  version: string,
  weights: readonly OnnxTensor[],
  licence: string,
): FusionManifest {
  const bytes = encodeModel(fusionGraph(weights, { name: FUSION, version }));
  return {
    ...{ name: FUSION, version, runner: "fusion" },
    files: { model: folder.writer(FUSION, version)("model.onnx", bytes) },
    inputs: {
      scores:
        "float32 [items, parts, categories]: calibrated log-odds of text, picture, words read, speech, frames",
      known: "float32 [items, parts, categories]: 1 where a part was scored for the category",
      present: "float32 [items, parts]: 1 where the part is there",
      sketch: "float32 [items, parts, 128]: a sketch of the part's embedding, 0 where there is none",
    },
    ...{ categories: [...CATEGORIES], languages: {}, exit: {}, licence },
    card: `cards/${FUSION}.md`,
  };
}
