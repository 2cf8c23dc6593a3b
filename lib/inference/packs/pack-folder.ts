import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-node";
import { Failure } from "#lib/domain/failure";
import { categoryOf } from "#lib/domain/label-names";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import type { ClassifierLabel, ModelManifest } from "../manifest";
import { ModelsFolder } from "../models-folder";

/** What all packs share: reading a folder in the hub's layout, and writing into the models folder. */

export interface PackOptions {
  /** The models folder. */
  modelsDir: string;
  /** Name of the stage; by default the folder's. */
  name?: string;
  version?: string;
  /** Meanings of labels by their name, beyond the usual names; null leaves a label out. */
  labels?: Readonly<Record<string, Category | null>>;
  activation?: "sigmoid" | "softmax";
  /** ISO 639-1 codes of the languages it judges. */
  languages?: readonly string[];
  maxTokens?: number;
  licence?: string;
  /** Where it came from, for the card. */
  origin?: string;
}

/** Where the hub keeps a model's ONNX file, best first. */
export const ONNX_FILES = [
  "onnx/model.onnx",
  "onnx/model_quantized.onnx",
  "model.onnx",
  "model_quantized.onnx",
] as const;
/** Nobody has calibrated an added model here. */
export const AS_IT_IS = { kind: "platt", slope: 1, offset: 0 } as const;

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

/** How logits become probabilities: each label by itself, or all labels sharing 1. */
export function activationOf(problem: string | null | undefined, labels: number): "sigmoid" | "softmax" {
  if (problem === "multi_label_classification" || labels === 1) return "sigmoid";
  return "softmax";
}

/** The stage's name: the folder's, or the one chosen. @throws Failure where a shipped model has it */
function packName(models: ModelsFolder, folder: string, chosen: string | undefined): string {
  const name = chosen ?? stageName(folder);
  if (models.models().some((each) => each.name === name && !isPack(each)))
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

/** The tokenizer of a pack. Throws `invalid_input` where it cannot be used. */
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

/** A model file of the folder, the first of these that is there. @throws Failure `invalid_input` where none is */
export function modelFile(folder: string, files: readonly string[]): { file: string; bytes: Uint8Array } {
  const file = files.find((each) => existsSync(path.join(folder, each)));
  if (!file) throw new Failure("invalid_input", `${folder} has none of ${files.join(", ")}`);
  return { file, bytes: readFileSync(path.join(folder, file)) };
}

/** The categories that labels mean here. @throws Failure `invalid_input` where there is none */
export function categoriesOf(labels: readonly ClassifierLabel[]): Category[] {
  const categories = CATEGORIES.filter((category) => labels.some((label) => label.category === category));
  if (categories.length > 0) return categories;
  const names = labels.map(({ name }) => name).join(", ");
  const hint = "name one with --map label=category";
  throw new Failure("invalid_input", `no label of ${names} has a meaning here: ${hint}`);
}

/**
 * Opens a model, tries it with `use` and closes it again.
 * @throws Failure `invalid_input` where ONNX Runtime refuses it or it does not run; `what` names it
 */
export async function tryModel<T>(
  bytes: Uint8Array,
  use: (session: ort.InferenceSession) => Promise<T>,
  what = "model",
): Promise<T> {
  const session = await open(bytes).catch((error) => {
    throw new Failure("invalid_input", `ONNX Runtime refuses the ${what}: ${reasonOf(error)}`);
  });
  try {
    return await use(session);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("invalid_input", `the ${what} does not run: ${reasonOf(error)}`);
  } finally {
    await session.release();
  }
}

/** What a model with a single input (`what`, such as "a picture") gives for `tensor`. @throws Failure `invalid_input` */
export async function answerTo(
  session: ort.InferenceSession,
  { what, tensor, wanted }: { what: string; tensor: ort.Tensor; wanted: string },
): Promise<{ input: string; output: string; dims: readonly number[] }> {
  const [input, ...more] = session.inputNames;
  if (!input || more.length > 0)
    throw new Failure("invalid_input", `the model wants more than ${what}: ${session.inputNames.join(", ")}`);
  const output = session.outputNames.find((name) => name === wanted) ?? (session.outputNames[0] as string);
  const found = (await session.run({ [input]: tensor }, [output]))[output];
  return { input, output, dims: found?.dims ?? [] };
}

/** What every pack's entry on the manifest begins with, and what writes its files. */
export function beginPack(folder: string, { modelsDir, name: chosen, ...options }: PackOptions) {
  const models = new ModelsFolder(modelsDir);
  const name = packName(models, folder, chosen);
  const version = options.version ?? "1.0.0";
  const entry = {
    ...{ name, version, card: `cards/${name}.md` },
    licence: options.licence ?? "unknown: see where it came from",
  };
  return { models, entry, write: models.writer(name, version) };
}
