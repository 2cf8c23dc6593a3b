import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-node";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { categoryOf } from "#lib/domain/label-names";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { weightsElsewhere } from "#lib/onnx/onnx-fields";
import { type ClassifierLabel, type ModelManifest, modelManifestSchema } from "../manifest";
import { isPack } from "../manifest-entries";
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
  /** Execution providers to try, in this order, in place of the installation's order. */
  providers?: readonly string[];
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
  "model.quant.onnx",
  "onnx/model_int8.onnx",
] as const;
/** Nobody has calibrated an added model here. */
export const AS_IT_IS = { kind: "platt", slope: 1, offset: 0 } as const;

const refused = (why: string) => new Failure("invalid_input", why);

/** What the hub's layout lacks most often, and what to do about it. */
const REMEDIES: Readonly<Record<string, string>> = {
  "tokenizer.json":
    "save the model's fast tokenizer there (in Python: AutoTokenizer.from_pretrained(MODEL).save_pretrained(FOLDER))",
  "config.json": "name the folder that holds it, as downloaded from the hub",
};

/**
 * A JSON file of the folder, of this shape.
 * @throws Failure `invalid_input` where it is missing or is not what it should be, with what to do
 */
export function readJson<T = Record<string, unknown>>(
  folder: string,
  file: string,
  shape: z.ZodType<T> = z.record(z.string(), z.unknown()) as unknown as z.ZodType<T>,
): T {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (!stats) throw refused(`there is no folder ${folder}`);
  if (!stats.isDirectory()) throw refused(`${folder} is a file: name the folder that holds the model`);
  const whole = path.join(folder, file);
  if (!existsSync(whole)) {
    const remedy = REMEDIES[file];
    throw refused(`${folder} has no ${file}${remedy ? `: ${remedy}` : ""}`);
  }
  const text = readBytes(whole).toString("utf8");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const why = isPointer(text) ? LFS : "is not JSON: download it again";
    throw refused(`${whole} ${why}`);
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? `${issue.path.join(".")}: ` : "";
  throw refused(`${whole} is not what it should be: ${where}${issue?.message ?? "another shape"}`);
}

const LFS = "is a pointer of Git LFS, not the file itself: run git lfs pull in that folder";
const isPointer = (text: string) => text.startsWith("version https://git-lfs");

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_FS_FILE_TOO_LARGE")
      throw refused(`${file} is larger than 2 GB, the most that is read: use a quantised or smaller export`);
    throw refused(`${file} cannot be read: ${reasonOf(error)}`);
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
  throw refused(`${folder} gives no name: choose one with --name`);
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

/** Why ONNX Runtime does not open a model, in words that say what to do. */
export function refusal(error: unknown, what = "model"): Failure {
  const text = error instanceof Error ? error.message : String(error);
  const version = /(Opset \d+) is under development|(IR version: \d+)/iu.exec(text);
  if (version)
    return refused(
      `the ${what} is made for a newer ONNX Runtime than this one (${version[1] ?? version[2]}): export it again with opset 21 or lower`,
    );
  if (/protobuf parsing failed|pointer is null/iu.test(text))
    return refused(`the ${what} is no ONNX file, or only a part of one: download it again`);
  const operation = /No Op registered for (\S+)/u.exec(text)?.[1];
  if (operation)
    return refused(
      `the ${what} needs the operation ${operation}, which ONNX Runtime does not have: export it without`,
    );
  return refused(`ONNX Runtime refuses the ${what}: ${reasonOf(error)}`);
}

/** A model file of the folder, the first of these that is there. @throws Failure `invalid_input` where none is */
export function modelFile(folder: string, files: readonly string[]): { file: string; bytes: Uint8Array } {
  const file = files.find((each) => existsSync(path.join(folder, each)));
  if (!file)
    throw refused(
      `${folder} has none of ${files.join(", ")}: export the model to ONNX (optimum-cli export onnx --model MODEL FOLDER)`,
    );
  const bytes = readBytes(path.join(folder, file));
  if (bytes.length === 0) throw refused(`${file} is empty: download it again`);
  if (isPointer(bytes.subarray(0, 40).toString("latin1"))) throw refused(`${file} ${LFS}`);
  const elsewhere = weightsElsewhere(bytes);
  if (elsewhere)
    throw refused(
      `${file} keeps its weights in ${elsewhere}, and only models in one file are read: write it as one (in Python: onnx.save(onnx.load("${file}"), "model.onnx"))`,
    );
  return { file, bytes };
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
    throw refusal(error, what);
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

/** A pack's manifest, checked. @throws Failure `invalid_input` naming what it was told that cannot be */
export function packManifest(entry: unknown): ModelManifest {
  const parsed = modelManifestSchema.safeParse(entry);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refused(`the model cannot be added so: ${issue?.path.join(".")}: ${issue?.message}`);
}

/**
 * What every pack's entry on the manifest begins with, what takes its files in, and what installs them: all of them, or
 * nothing.
 */
export function beginPack(folder: string, { modelsDir, name: chosen, ...options }: PackOptions) {
  const models = new ModelsFolder(modelsDir);
  const name = packName(models, folder, chosen);
  const version = options.version ?? "1.0.0";
  const entry = {
    ...{ name, version, card: `cards/${name}.md` },
    licence: options.licence ?? "unknown: see where it came from",
    ...(options.providers ? { providers: options.providers } : {}),
  };
  const files = new Map<string, Uint8Array>();
  const take = (file: string, content: Uint8Array | string) => {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    files.set(file, bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { path: path.posix.join(name, version, file), sha256, bytes: bytes.length };
  };
  const install = (manifest: ModelManifest, card: string): void => {
    try {
      models.install(manifest, card, files);
    } catch (error) {
      throw unwritable(modelsDir, error);
    }
  };
  return { entry, take, install };
}

/** What keeps a folder from being written to, in words that say what to do; `outcome` is what that means for what was asked. */
export function unwritable(folder: string, error: unknown, outcome = "Nothing was added"): unknown {
  if (error instanceof Failure) return error;
  const { code } = error as NodeJS.ErrnoException;
  const remedy = code === undefined ? undefined : (WRITE_REMEDIES[code] ?? "see to it and try again");
  if (!remedy) return error;
  return new Failure(
    "unavailable",
    `${folder} cannot be written: ${reasonOf(error)}. ${outcome}; ${remedy}.`,
  );
}

const WRITE_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: "free some space and try again",
  EDQUOT: "free some space and try again",
  EACCES: "run this as the user that owns the folder, or name another with --models",
  EPERM: "run this as the user that owns the folder, or name another with --models",
  EROFS: "it is read-only: name another folder with --models",
};
