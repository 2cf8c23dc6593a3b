import { createWriteStream, mkdirSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { Failure } from "#lib/domain/failure";
import type { ClassifierManifest, ImageClassifierManifest, SpeechManifest } from "../manifest";
import { addImagePack, TOWERS } from "./add-image-pack";
import { addPack } from "./add-pack";
import { addSpeechPack } from "./add-speech-pack";
import { KNOWN_PACKS, type KnownPack } from "./known-packs";
import { ONNX_FILES } from "./pack-folder";

export interface PullOptions {
  modelsDir: string;
  /** Where downloads are kept until they are added. */
  workDir: string;
  /** Take the quantised file, which is smaller and a little worse. */
  quantised?: boolean;
  /** The hub's address. */
  hub?: string;
  onFile?: (file: string, bytes: number) => void;
}

const HUB = "https://huggingface.co";
const CONNECT_MS = 20_000;
const SMALL_FILES = ["config.json", "tokenizer.json", "tokenizer_config.json"];
const SMALL_FILES_OF = {
  text: SMALL_FILES,
  speech: ["vocab.json", "preprocessor_config.json"],
  classifier: ["config.json", "preprocessor_config.json"],
  "zero-shot": [...SMALL_FILES, "preprocessor_config.json"],
};
const OPTIONAL: ReadonlySet<string> = new Set(["tokenizer_config.json"]);
const HINT =
  "On a machine without internet, copy the model's folder here and use: npm run models:add <folder>";

/**
 * Fetches a named pack from the hub and adds it.
 * @throws Failure `not_found` for an unknown name or file, `unavailable` when the hub cannot be reached
 */
export async function pullPack(
  name: string,
  options: PullOptions,
): Promise<ClassifierManifest | ImageClassifierManifest | SpeechManifest> {
  const pack = KNOWN_PACKS[name];
  if (!pack) {
    const known = Object.entries(KNOWN_PACKS).map(([each, { about }]) => `  ${each}: ${about}`);
    throw new Failure("not_found", `there is no pack named ${name}. Known packs:\n${known.join("\n")}`);
  }
  const folder = path.join(options.workDir, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of SMALL_FILES_OF[pack.speech ? "speech" : (pack.pictures ?? "text")]) {
    const found = await fetchFile(
      pack,
      path.posix.join(pack.folder ?? "", file),
      path.join(folder, file),
      options,
    );
    const atTop = !found && pack.folder && (await fetchFile(pack, file, path.join(folder, file), options));
    if (!found && !atTop && !OPTIONAL.has(file))
      throw new Failure("not_found", `${pack.repository} on the hub has no ${file}`);
  }
  const about = {
    modelsDir: options.modelsDir,
    name,
    labels: pack.labels,
    activation: pack.activation,
    licence: pack.licence,
    origin: `${options.hub ?? HUB}/${pack.repository}`,
  };
  if (pack.pictures === "zero-shot") {
    await fetchModel(pack, folder, options, TOWERS.picture, "vision_model.onnx");
    await fetchModel(pack, folder, options, TOWERS.text, "text_model.onnx");
  } else await fetchModel(pack, folder, options);
  if (pack.speech) return addSpeechPack(folder, { ...about, languages: pack.languages });
  if (pack.pictures) return addImagePack(folder, about);
  return addPack(folder, {
    ...about,
    languages: pack.languages,
    maxTokens: pack.maxTokens,
  });
}

async function fetchModel(
  pack: KnownPack,
  folder: string,
  options: PullOptions,
  names: readonly string[] = ONNX_FILES,
  stored = "model.onnx",
): Promise<void> {
  const quantised = (file: string) => file.includes("quantized");
  const wanted = [...names].sort(
    (a, b) =>
      Number(quantised(b) === (options.quantised ?? false)) -
      Number(quantised(a) === (options.quantised ?? false)),
  );
  for (const file of wanted) {
    const target = path.join(folder, stored);
    if (await fetchFile(pack, file, target, options)) return;
  }
  throw new Failure("not_found", `${pack.repository} on the hub has none of ${names.join(", ")}`);
}

/** Fetches one file; false when the repository has none of that name. */
async function fetchFile(
  { repository }: KnownPack,
  file: string,
  target: string,
  { hub = HUB, onFile }: PullOptions,
): Promise<boolean> {
  const address = `${hub}/${repository}/resolve/main/${file}`;
  const response = await reach(address);
  if (response.status === 404) return false;
  if (!response.ok || !response.body)
    throw new Failure("unavailable", `${address} answers ${response.status} ${response.statusText}`);
  try {
    await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(target));
  } catch (error) {
    throw new Failure("unavailable", `${address} broke off: ${reasonOf(error)}. Try again.`);
  }
  const { size } = statSync(target);
  const promised = Number(response.headers.get("content-length") ?? size);
  if (!response.headers.get("content-encoding") && size !== promised)
    throw new Failure("unavailable", `${address} broke off after ${size} of ${promised} bytes. Try again.`);
  onFile?.(file, size);
  return true;
}

async function reach(address: string): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(new Error("no answer in 20 s")), CONNECT_MS);
  try {
    return await fetch(address, { signal: patience.signal, redirect: "follow" });
  } catch (error) {
    throw new Failure(
      "unavailable",
      `${new URL(address).host} cannot be reached: ${reasonOf(error)}. ${HINT}`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** The innermost reason: fetch hides it behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
