import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Calibration } from "#lib/domain/calibration";
import type { Blends } from "#lib/domain/text/blend-scores";
import { calibrationFileSchema, type ModelManifest } from "./manifest";
import { type DamagedEntry, isNameless, issuesOf, readEntries } from "./manifest-entries";

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

/** One entry of the manifest. Of a damaged one there is no manifest, and its runner is null where that cannot be read either. */
export type FoundModel = { name: string; version: string; runner: ModelManifest["runner"] | null } & (
  | { ok: true; files: ModelFiles }
  | { ok: false; reason: string; manifest: ModelManifest | null }
);

/** What the manifest says of a model; null where its entry is damaged. */
export const manifestOf = (model: FoundModel): ModelManifest | null =>
  model.ok ? model.files.manifest : model.manifest;

export interface FoundModels {
  models: FoundModel[];
  /** Why the manifest, or an entry of it that has lost its name, cannot be read, if so. */
  problem?: string;
}

/**
 * Reads the manifest, entry by entry, and verifies each model's files against it. Never throws: a model that is missing or
 * damaged, or whose entry is, is reported with the reason, so that only its stage is disabled.
 */
export async function findModels(directory: string): Promise<FoundModels> {
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = readEntries(JSON.parse(await readFile(path.join(directory, "manifest.json"), "utf8")));
  } catch (error) {
    return { models: [], problem: `models/manifest.json cannot be read: ${reasonFor(error)}` };
  }
  const find = (entry: (typeof entries)[number]) =>
    "manifest" in entry ? findModel(directory, entry.manifest) : unreadable(entry);
  const models = await Promise.all(entries.map(find));
  const lost = models.find(({ name }) => isNameless(name));
  if (!lost || lost.ok) return { models };
  return { models, problem: `${lost.name} cannot be read: ${lost.reason}` };
}

function unreadable({ name, version, runner, damage }: DamagedEntry): FoundModel {
  const reason = `its entry in models/manifest.json is damaged: ${damage}`;
  return { name, version, runner, ok: false, reason, manifest: null };
}

async function findModel(directory: string, manifest: ModelManifest): Promise<FoundModel> {
  const { name, version, runner } = manifest;
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
      runner,
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
    return { name, version, runner, ok: false, reason: reasonFor(error), manifest };
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
  if (error instanceof z.ZodError) return issuesOf(error);
  return error instanceof Error ? error.message : String(error);
}
