import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-node";
import { Failure } from "#lib/domain/failure";
import { categoryOf } from "#lib/domain/label-names";
import type { Category } from "#lib/domain/taxonomy";
import { type ClassifierLabel, type ModelManifest, manifestSchema } from "../manifest";

/** What all packs share: reading a folder in the hub's layout, and writing into the models folder. */

/** Runners of models that were added; the others ship. */
const PACK_RUNNERS: ReadonlySet<string> = new Set(["classifier", "image-classifier", "speech-ctc"]);

/** Whether a model was added rather than shipped. */
export const isPack = ({ runner }: Pick<ModelManifest, "runner">): boolean => PACK_RUNNERS.has(runner);

/** A file of the folder. @throws Failure `invalid_input` where it is missing or no JSON */
export function readJson(folder: string, file: string): Record<string, unknown> {
  const whole = path.join(folder, file);
  if (!existsSync(whole)) throw new Failure("invalid_input", `${folder} has no ${file}`);
  try {
    return JSON.parse(readFileSync(whole, "utf8"));
  } catch {
    throw new Failure("invalid_input", `${whole} is not JSON`);
  }
}

/** The labels of config.json with their meanings. @throws Failure `invalid_input` for names that are not there */
export function labelsOf(
  id2label: Readonly<Record<string, string>> | undefined,
  meanings: Readonly<Record<string, Category | null>>,
): ClassifierLabel[] {
  if (!id2label) throw new Failure("invalid_input", "config.json names no labels (id2label)");
  const names = Object.entries(id2label).sort(([a], [b]) => Number(a) - Number(b));
  const unknown = Object.keys(meanings).filter((name) => !names.some(([, known]) => known === name));
  if (unknown.length > 0)
    throw new Failure(
      "invalid_input",
      `there is no label ${unknown.join(", ")}; the labels are ${names.map(([, name]) => name).join(", ")}`,
    );
  return names.map(([, name]) => ({
    name,
    category: name in meanings ? (meanings[name] as Category | null) : (categoryOf(name) ?? null),
  }));
}

export function activationOf(problem: string | null | undefined, labels: number): "sigmoid" | "softmax" {
  if (problem === "multi_label_classification" || labels === 1) return "sigmoid";
  return "softmax";
}

/** The stage's name: the folder's, or the one chosen. @throws Failure where a shipped model has it */
export function packName(modelsDir: string, folder: string, chosen: string | undefined): string {
  const name = chosen ?? stageName(folder);
  if (listed(modelsDir).some((each) => each.name === name && !isPack(each)))
    throw new Failure("conflict", `${name} is the name of a model that ships with Sightline: choose another`);
  return name;
}

function stageName(folder: string): string {
  const name = path
    .basename(path.resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^[^a-z]+|-+$/gu, "");
  if (name) return name;
  throw new Failure("invalid_input", `${folder} gives no name: choose one with --name`);
}

export function tokenizerOf(json: object, config: object): Tokenizer {
  try {
    return new Tokenizer(json, config);
  } catch (error) {
    throw new Failure("invalid_input", `tokenizer.json cannot be used: ${reasonOf(error)}`);
  }
}

/** Opens a model to try it. */
export const open = (bytes: Uint8Array) =>
  ort.InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 4 });

/** The first line of what went wrong. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0]?.slice(0, 200) ?? "";

/** Makes a pack's folder, and returns what writes a file into it. */
export function packWriter(modelsDir: string, name: string, version: string) {
  const home = path.posix.join(name, version);
  mkdirSync(path.join(modelsDir, home), { recursive: true });
  mkdirSync(path.join(modelsDir, "cards"), { recursive: true });
  return (file: string, content: Uint8Array | string) => writeModelFile(modelsDir, home, file, content);
}

function writeModelFile(modelsDir: string, home: string, file: string, content: Uint8Array | string) {
  const bytes = Buffer.from(content);
  writeFileSync(path.join(modelsDir, home, file), bytes);
  return {
    path: path.posix.join(home, file),
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
  };
}

function listed(modelsDir: string): ModelManifest[] {
  const file = path.join(modelsDir, "manifest.json");
  return existsSync(file) ? manifestSchema.parse(JSON.parse(readFileSync(file, "utf8"))).models : [];
}

/** Puts a model on the manifest, in place of one of its name. */
export function enlist(modelsDir: string, manifest: ModelManifest): void {
  const file = path.join(modelsDir, "manifest.json");
  const models = listed(modelsDir);
  writeManifest(file, [...models.filter(({ name }) => name !== manifest.name), manifest]);
}

/** Written beside and renamed: running workers read the old manifest or the new one. */
export function writeManifest(file: string, models: readonly unknown[]): void {
  const temporary = `${file}.tmp`;
  writeFileSync(temporary, `${JSON.stringify({ models }, null, 2)}\n`);
  renameSync(temporary, file);
}
