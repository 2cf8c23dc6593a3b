import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Calibration } from "#lib/domain/calibration";
import type { Blends } from "#lib/domain/text/blend-scores";
import { calibrationFileSchema, type ModelManifest, manifestSchema } from "./manifest";

/** A model whose files are all there and are what the manifest says. */
export interface ModelFiles<Manifest extends ModelManifest = ModelManifest> {
  manifest: Manifest;
  /** The models folder, absolute; the manifest's paths are relative to it. */
  directory: string;
  /** Absolute path of the ONNX file. */
  modelPath: string;
  /** One per category; empty for a model whose outputs are probabilities already. */
  calibrations: Calibration[];
  /** How its scores are joined with those of the level before; empty where they are not. */
  blends: Blends;
}

export type FoundModel = { name: string; version: string } & (
  | { ok: true; files: ModelFiles }
  | { ok: false; reason: string; manifest: ModelManifest }
);

export interface FoundModels {
  models: FoundModel[];
  /** Why no manifest could be read, if so. */
  problem?: string;
}

/**
 * Reads the manifest and verifies each model's files against it. Never throws: a model that is missing or damaged is
 * reported with the reason, so that only its stage is disabled.
 */
export async function findModels(directory: string): Promise<FoundModels> {
  let models: ModelManifest[];
  try {
    models = manifestSchema.parse(
      JSON.parse(await readFile(path.join(directory, "manifest.json"), "utf8")),
    ).models;
  } catch (error) {
    return { models: [], problem: `models/manifest.json cannot be read: ${reasonFor(error)}` };
  }
  return { models: await Promise.all(models.map((manifest) => findModel(directory, manifest))) };
}

async function findModel(directory: string, manifest: ModelManifest): Promise<FoundModel> {
  const { name, version } = manifest;
  try {
    const read = Object.entries(manifest.files).map(
      async ([role, file]) => [role, await verifiedFile(directory, file)] as const,
    );
    const { calibration } = Object.fromEntries(await Promise.all(read));
    const {
      calibrations,
      blend = {},
      blendsByLanguage = {},
    } = calibration ? calibrationFileSchema.parse(JSON.parse(String(calibration))) : { calibrations: [] };
    if (calibration && calibrations.length !== manifest.categories.length)
      throw new Error("the calibration does not have one entry per category");
    const modelPath = path.resolve(directory, manifest.files.model.path);
    return {
      name,
      version,
      ok: true,
      files: {
        manifest,
        directory: path.resolve(directory),
        modelPath,
        calibrations,
        blends: { usual: blend, languages: blendsByLanguage },
      },
    };
  } catch (error) {
    return { name, version, ok: false, reason: reasonFor(error), manifest };
  }
}

async function verifiedFile(directory: string, file: ModelManifest["files"]["model"]): Promise<Buffer> {
  const bytes = await readFile(path.join(directory, file.path)).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === "ENOENT" ? `${file.path} is missing` : `${file.path}: ${error.message}`);
  });
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== file.sha256) throw new Error(`${file.path} is damaged: its sha256 is not the manifest's`);
  return bytes;
}

function reasonFor(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
