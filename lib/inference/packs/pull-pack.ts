import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { Failure } from "#lib/domain/failure";
import { withFolderToItself } from "../folder-lock";
import type { ClassifierManifest, ImageClassifierManifest, SpeechManifest } from "../manifest";
import { ModelsFolder } from "../models-folder";
import { addImagePack, TOWERS } from "./add-image-pack";
import { addPack, type TextPackOptions } from "./add-pack";
import { addSpeechPack } from "./add-speech-pack";
import { type FetchOptions, fetchFile, onDisk } from "./fetch-file";
import { KNOWN_PACKS, type KnownPack } from "./known-packs";
import { ONNX_FILES } from "./pack-folder";

export interface PullOptions extends FetchOptions {
  modelsDir: string;
  /** Where downloads are kept until they are added. */
  workDir: string;
  /** Take the quantised file, which is smaller and a little worse, and nothing where there is none. */
  quantised?: boolean;
  /** The hub's address. */
  hub?: string;
  /** What the model file's sha256 must be. */
  sha256?: string;
  onFile?: (file: string, bytes: number) => void;
  /** Hears what a text model took when it was tried out. */
  onTimes?: TextPackOptions["onTimes"];
}

const HUB = "https://huggingface.co";
const SMALL_FILES = ["config.json", "tokenizer.json", "tokenizer_config.json"];
const SMALL_FILES_OF = {
  text: SMALL_FILES,
  speech: ["vocab.json", "preprocessor_config.json"],
  classifier: ["config.json", "preprocessor_config.json"],
  "zero-shot": [...SMALL_FILES, "preprocessor_config.json"],
};
const OPTIONAL: ReadonlySet<string> = new Set(["tokenizer_config.json"]);

/**
 * Fetches a named pack from the hub and adds it. A download that broke off goes on from where it stopped; what was fetched
 * is deleted once it is added, or where it turns out to be no model.
 * @throws Failure `not_found` for an unknown name or file, `unavailable` when the hub cannot be reached, `conflict` where the
 * manifest is damaged or another program fetches the same pack
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
  // A damaged manifest is found before hundreds of megabytes are fetched.
  new ModelsFolder(options.modelsDir).models();
  const folder = path.join(options.workDir, name);
  const hub = hubAddress(options.hub ?? HUB);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw onDisk(options.workDir, error);
  }
  return withFolderToItself(folder, () => fetchAndAdd(name, pack, folder, { ...options, hub }));
}

type Fetching = PullOptions & { hub: string };

async function fetchAndAdd(name: string, pack: KnownPack, folder: string, options: Fetching) {
  await fetchPack(pack, folder, options);
  try {
    const origin = `${options.hub}/${pack.repository}`;
    const manifest = await add(pack, folder, { ...options, name, origin });
    rmSync(folder, { recursive: true, force: true });
    return manifest;
  } catch (error) {
    if (error instanceof Failure && error.code === "invalid_input")
      rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function fetchPack(pack: KnownPack, folder: string, options: Fetching): Promise<void> {
  const small = async (file: string) =>
    (await fetchOne(pack, path.posix.join(pack.folder ?? "", file), path.join(folder, file), options)) ||
    (pack.folder !== undefined && (await fetchOne(pack, file, path.join(folder, file), options)));
  for (const file of SMALL_FILES_OF[pack.speech ? "speech" : (pack.pictures ?? "text")])
    if (!(await small(file)) && !OPTIONAL.has(file))
      throw new Failure("not_found", `${pack.repository} on the hub has no ${file}`);
  if (pack.pictures === "zero-shot") {
    await fetchModel(pack, folder, options, TOWERS.picture, "vision_model.onnx");
    await fetchModel(pack, folder, options, TOWERS.text, "text_model.onnx");
  } else {
    const own = pack.quantised === undefined ? [] : [pack.quantised];
    await fetchModel(pack, folder, options, [...new Set([...own, ...ONNX_FILES])]);
  }
}

function add(
  pack: KnownPack,
  folder: string,
  { modelsDir, name, origin, onTimes }: PullOptions & { name: string; origin: string },
): Promise<ClassifierManifest | ImageClassifierManifest | SpeechManifest> {
  const about = {
    modelsDir,
    name,
    labels: pack.labels,
    activation: pack.activation,
    licence: pack.licence,
    origin,
  };
  if (pack.speech) return addSpeechPack(folder, { ...about, languages: pack.languages });
  if (pack.pictures) return addImagePack(folder, about);
  return addPack(folder, {
    ...about,
    languages: pack.languages,
    onTimes,
    maxTokens: pack.maxTokens,
  });
}

async function fetchModel(
  pack: KnownPack,
  folder: string,
  options: Fetching,
  names: readonly string[],
  stored = "model.onnx",
): Promise<void> {
  const wanted = wantedFiles(pack, names, options.quantised ?? false);
  for (const file of wanted) {
    const target = path.join(folder, stored);
    if (!(await fetchOne(pack, file, target, options))) continue;
    if (options.sha256 && stored !== "text_model.onnx") wantHash(target, options.sha256);
    return;
  }
  const without = `${pack.repository} on the hub has none of ${wanted.join(", ")}`;
  throw new Failure(
    "not_found",
    options.quantised
      ? `${without}, so there is no quantised file to fetch. Without --quantised the whole model is fetched`
      : without,
  );
}

/** Names to ask for in turn: the quantised ones alone where they are asked for, otherwise those of the whole model first. */
function wantedFiles(pack: KnownPack, names: readonly string[], quantised: boolean): string[] {
  const isSmall = (file: string) => file === pack.quantised || /quantized|quant\.|int8/u.test(file);
  const small = names.filter(isSmall);
  return quantised ? small : [...names.filter((file) => !isSmall(file)), ...small];
}

/** Fetches one file of the repository; false when it has none of that name. */
async function fetchOne(
  { repository }: KnownPack,
  file: string,
  target: string,
  options: Fetching,
): Promise<boolean> {
  const found = await fetchFile(`${options.hub}/${repository}/resolve/main/${file}`, target, options);
  if (found) options.onFile?.(file, statSync(target).size);
  return found;
}

/** @throws Failure `invalid_input` where the model is another than was asked for; it is deleted */
function wantHash(file: string, sha256: string): void {
  const found = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (found === sha256.toLowerCase()) return;
  rmSync(file, { force: true });
  const why = `the model's sha256 is ${found}, not ${sha256} as asked for. It is deleted and nothing was added`;
  throw new Failure("invalid_input", why);
}

/** The hub's address without a slash at its end. @throws Failure `invalid_input` where it is none */
function hubAddress(hub: string): string {
  const url = URL.canParse(hub) ? new URL(hub) : undefined;
  if (url && /^https?:$/u.test(url.protocol)) return hub.replace(/\/+$/u, "");
  throw new Failure("invalid_input", `${hub} is no address of a hub: write it as ${HUB}`);
}
