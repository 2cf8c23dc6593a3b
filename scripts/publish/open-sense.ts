import { readFileSync } from "node:fs";
import path from "node:path";
import { InferenceSession } from "onnxruntime-node";
import type { Calibration } from "../../lib/domain/calibration";
import { Failure } from "../../lib/domain/failure";
import { CATEGORIES, type Category, type Scores } from "../../lib/domain/taxonomy";
import type { Blend } from "../../lib/domain/text/blend-scores";
import { UnigramPieces } from "../../lib/domain/text/unigram-pieces";
import { findModels } from "../../lib/inference/model-files";
import { readsPieces, SenseNetwork } from "../../lib/inference/sense-network";
import { deepScores } from "./served";

/** text-sense as it lies in a models folder. */
export interface ServedSense {
  /** Calibrated scores of texts by themselves, in order. */
  scores(texts: readonly string[]): Promise<Scores[]>;
  /** How it was last joined with all before it, and with which text-deep. */
  joint?: { deep: string; blend: Blend };
  /** sha256 of the model and of its calibration. */
  fingerprint: string;
}

/** What text-sense says of texts that it has read already, before calibration. */
export type KnownLogits = ReadonlyMap<string, Float32Array>;

/**
 * Undefined when the folder has none.
 * @param known texts that it need not read again
 * @throws Failure `not_found` when it has a damaged one: what is derived without it would be taken for what holds with it
 */
export async function openServedSense(
  modelsDir: string,
  known: KnownLogits = new Map(),
): Promise<ServedSense | undefined> {
  const found = (await findModels(modelsDir)).models.find(({ name }) => name === "text-sense");
  if (!found) return undefined;
  if (!found.ok)
    throw new Failure(
      "not_found",
      `text-sense in ${modelsDir} is damaged (${found.reason}). Put it right, or take its entry out`,
    );
  if (found.files.manifest.runner !== "text-sense")
    throw new Failure("conflict", `text-sense in ${modelsDir} is a model of another kind, ${found.runner}`);
  const { manifest, modelPath, calibrations } = found.files;
  const pieces = UnigramPieces.fromBytes(readFileSync(path.join(modelsDir, manifest.files.pieces.path)));
  const network = await openSense(modelPath, pieces, manifest.maxPieces);
  const { joint, files } = manifest;
  return {
    joint,
    fingerprint: `${files.model.sha256} ${files.calibration.sha256}`,
    scores: async (texts) => {
      const unread = texts.filter((text) => !known.has(text));
      const read = new Map((await network.logits(unread)).map((logits, at) => [unread[at], logits]));
      return texts.map((text) =>
        calibrated((known.get(text) ?? read.get(text)) as Float32Array, calibrations),
      );
    },
  };
}

/** Threads that it reads with: thousands of long texts take a while. */
const THREADS = 2;

/** A model file of text-sense. */
export async function openSense(
  model: string | Uint8Array,
  pieces: UnigramPieces,
  maxPieces: number,
): Promise<SenseNetwork> {
  const options = { intraOpNumThreads: THREADS };
  const session =
    typeof model === "string"
      ? await InferenceSession.create(model, options)
      : await InferenceSession.create(model, options);
  return new SenseNetwork(readsPieces(session), pieces, { maxPieces, categories: CATEGORIES.length });
}

function calibrated(logits: Float32Array, curves: readonly Calibration[]): Scores {
  const every: readonly Category[] = CATEGORIES;
  return deepScores(logits, curves, every);
}
