import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
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
  /** `fileStamp` of each file when it was verified, by its path in the manifest. */
  stamps: Readonly<Record<string, string>>;
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
  /** `modelsStamp` of the folder before anything of it was read. */
  stamp: string;
}

/**
 * Reads the manifest, entry by entry, and verifies each model's files against it. Never throws: a model that is missing or
 * damaged, or whose entry is, is reported with the reason, so that only its stage is disabled.
 */
export async function findModels(directory: string): Promise<FoundModels> {
  const stamp = await modelsStamp(directory);
  let entries: ReturnType<typeof readEntries>;
  try {
    entries = await readManifest(directory);
  } catch (error) {
    return { models: [], problem: `models/manifest.json cannot be read: ${reasonFor(error)}`, stamp };
  }
  const find = (entry: (typeof entries)[number]) =>
    "manifest" in entry ? findModel(directory, entry.manifest) : unreadable(entry);
  const models = await Promise.all(entries.map(find));
  const lost = models.find(({ name }) => isNameless(name));
  if (!lost || lost.ok) return { models, stamp };
  return { models, problem: `${lost.name} cannot be read: ${lost.reason}`, stamp };
}

const readManifest = async (directory: string) =>
  readEntries(JSON.parse(await readFile(path.join(directory, "manifest.json"), "utf8")));

/** Another text whenever the manifest, or a file that it names, is written, replaced, taken away or brought back. */
export async function modelsStamp(directory: string): Promise<string> {
  const entries = await readManifest(directory).catch(() => []);
  const named = entries.flatMap((entry) => ("manifest" in entry ? Object.values(entry.manifest.files) : []));
  const files = ["manifest.json", ...named.map((file) => file.path)];
  return (await Promise.all(files.map((file) => fileStamp(path.join(directory, file))))).join("; ");
}

const fileStamp = (file: string): Promise<string> =>
  stat(file).then(
    ({ ino, size, mtimeMs, ctimeMs }) => `${ino} ${size} ${mtimeMs} ${ctimeMs}`,
    () => "missing",
  );

function unreadable({ name, version, runner, damage }: DamagedEntry): FoundModel {
  const reason = `its entry in models/manifest.json is damaged: ${damage}`;
  return { name, version, runner, ok: false, reason, manifest: null };
}

async function findModel(directory: string, manifest: ModelManifest): Promise<FoundModel> {
  const { name, version, runner } = manifest;
  try {
    const files = Object.values(manifest.files);
    const stamps = await Promise.all(files.map((file) => fileStamp(path.join(directory, file.path))));
    await Promise.all(files.map((file) => verify(directory, file)));
    const calibration =
      "calibration" in manifest.files
        ? await readFile(path.join(directory, manifest.files.calibration.path), "utf8")
        : undefined;
    const {
      calibrations,
      blend = {},
      blendsByLanguage = {},
    } = calibration ? calibrationFileSchema.parse(JSON.parse(calibration)) : { calibrations: [] };
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
        stamps: Object.fromEntries(files.map((file, at) => [file.path, stamps[at] as string])),
      },
    };
  } catch (error) {
    return { name, version, runner, ok: false, reason: reasonFor(error), manifest };
  }
}

/**
 * Looks whether a model's files are still what was verified: a thread that is replaced reads them long after.
 * @throws Error naming the file that is not
 */
export async function verifyAgain({ directory, manifest, stamps }: ModelFiles): Promise<void> {
  for (const file of Object.values(manifest.files))
    if ((await fileStamp(path.join(directory, file.path))) !== stamps[file.path])
      await verify(directory, file);
}

async function verify(directory: string, file: ModelManifest["files"]["model"]): Promise<void> {
  const found = await sha256Of(path.join(directory, file.path)).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === "ENOENT" ? `${file.path} is missing` : `${file.path}: ${error.message}`);
  });
  if (found !== file.sha256) throw new Error(`${file.path} is damaged: its sha256 is not the manifest's`);
}

/** Piece by piece: hundreds of megabytes at once would fill the memory, and hold up all that the process does meanwhile. */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 2 ** 18 })) hash.update(piece);
  return hash.digest("hex");
}

function reasonFor(error: unknown): string {
  if (error instanceof z.ZodError) return issuesOf(error);
  return error instanceof Error ? error.message : String(error);
}
