import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Failure } from "#lib/domain/failure";
import { EVIDENCE_ROW, floatsOf } from "#lib/domain/fusion/evidence";
import { FUSION_PARTS } from "#lib/domain/fusion/parts";
import { outcomeOf } from "#lib/domain/propose-recalibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { FusionManifest } from "#lib/inference/manifest";
import { ModelsFolder, nextVersion } from "#lib/inference/models-folder";
import { readInitializers } from "#lib/onnx/onnx-reader";
import { type LabelledFeatures, labelledFeatures } from "#lib/store/labelled-features";
import { taughtFusionCard } from "#lib/training/fusion-card";
import { type TaughtFusion, teachFusion } from "#lib/training/fusion-labels";
import type { JudgedItem } from "#lib/training/fusion-trial";
import type { TrainingProvider } from "#lib/training/open-graph";
import { FUSION, writeFusion } from "./fusion";

/** Labels that are looked at; older ones speak of another time. */
const MOST_LABELS = 50_000;

export interface TeachingOutcome {
  /** Items with two or more parts that people judged. */
  judged: number;
  taught: TaughtFusion;
  /** What serves now, or null where nothing was written. */
  published: { version: string } | null;
}

/**
 * Teaches the fusion model that serves what people decided of items with several parts, and puts it in the models folder as
 * the next version, where running workers take it up by themselves. Where it is not proven (`teachFusion`), nothing is
 * written and what serves now goes on.
 * @throws Failure `not_found` where the folder holds no fusion model
 */
export async function publishTaught(
  modelsDir: string,
  {
    seed = 20261121,
    steps = 600,
    provider,
  }: { seed?: number; steps?: number; provider?: TrainingProvider } = {},
): Promise<TeachingOutcome> {
  const folder = new ModelsFolder(modelsDir);
  const served = folder.models().find((model): model is FusionManifest => model.runner === "fusion");
  if (!served)
    throw new Failure(
      "not_found",
      `${modelsDir} holds no fusion model to teach. npm run train:fusion makes one`,
    );
  const start = readInitializers(readFileSync(path.join(modelsDir, served.files.model.path)));
  const labels = await labelledFeatures(`${FUSION}@%`, null, MOST_LABELS);
  const items = labels.map(itemOf).filter((item) => item !== null);
  const work = mkdtempSync(path.join(tmpdir(), "sightline-fusion-"));
  const taught = await teachFusion(items, [...start.values()], {
    seed,
    steps,
    folder: work,
    provider,
  }).finally(() => rmSync(work, { recursive: true }));
  if (taught.refusal !== null) return { judged: items.length, taught, published: null };
  const version = nextVersion(served.version);
  const licence = "yours: trained on the decisions of this installation";
  const entry = writeFusion(folder, version, taught.weights, licence);
  const from = `${served.name}@${served.version}`;
  folder.publish(entry, taughtFusionCard({ version, from, judged: items.length, taught }));
  return { judged: items.length, taught, published: { version } };
}

/**
 * What fusion read of an item, with what its label says of it as a whole. Null where the label says nothing, fewer than two
 * parts were there, or the evidence is of another version's length. Items with the same evidence fall into one split.
 */
function itemOf(label: LabelledFeatures): JudgedItem | null {
  const evidence = floatsOf(label.data);
  if (evidence.length !== EVIDENCE_ROW.length) return null;
  const parts = FUSION_PARTS.filter((_, at) => evidence[EVIDENCE_ROW.present + at] === 1);
  if (parts.length < 2) return null;
  const outcomes = Float32Array.from(CATEGORIES, (category) => outcomeOf(label, category) ?? Number.NaN);
  if (outcomes.every(Number.isNaN)) return null;
  const group = createHash("sha256").update(label.data).digest("hex");
  return { evidence, outcomes, weight: label.weight, group };
}
