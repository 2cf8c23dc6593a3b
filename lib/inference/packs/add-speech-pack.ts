import { existsSync } from "node:fs";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { CATEGORIES } from "#lib/domain/taxonomy";
import type { SpeechManifest } from "../manifest";
import { languageCodes } from "./language-codes";
import {
  answerTo,
  beginPack,
  modelFile,
  ONNX_FILES,
  type PackOptions,
  packManifest,
  readJson,
  tryModel,
} from "./pack-folder";

const RATE = 16_000;
const preprocessorSchema = z.object({
  feature_extractor_type: z.string().optional(),
  sampling_rate: z.number().default(RATE),
  do_normalize: z.boolean().default(true),
});
const vocabularySchema = z.record(z.string(), z.int().min(0));

/** Whether a folder holds a recogniser that writes letters (wav2vec2 and its kin). */
export function isSpeechPack(folder: string): boolean {
  return (
    existsSync(path.join(folder, "vocab.json")) && existsSync(path.join(folder, "preprocessor_config.json"))
  );
}

/**
 * Adds a speech recogniser in the layout of the Hugging Face hub (preprocessor_config.json, vocab.json, onnx/model.onnx),
 * trained by connectionist temporal classification, to the models folder: what is said is heard by it from then on. It is
 * run once before anything is written.
 * @throws Failure `invalid_input` when a file is missing or is not what it should be
 */
export async function addSpeechPack(folder: string, options: PackOptions): Promise<SpeechManifest> {
  const preprocessor = readJson(folder, "preprocessor_config.json", preprocessorSchema);
  if (preprocessor.sampling_rate !== RATE)
    throw new Failure(
      "invalid_input",
      `it hears ${preprocessor.sampling_rate} samples a second; only ${RATE} are served`,
    );
  const vocabulary = readJson(folder, "vocab.json", vocabularySchema);
  const tokens = tokensOf(vocabulary);
  const blank = vocabulary["<pad>"] ?? vocabulary["[PAD]"];
  if (blank === undefined || !("|" in vocabulary))
    throw new Failure("invalid_input", "vocab.json needs <pad> for nothing and | between words");
  const languages = languageCodes(options.languages ?? ["en"]);
  const { bytes } = modelFile(folder, ONNX_FILES);
  const names = await tryOut(bytes, tokens.length);
  const { entry, take, install } = beginPack(folder, options);
  const manifest = packManifest({
    ...{ ...entry, runner: "speech-ctc", tokens, blank, delimiter: "|", ...names },
    normalise: preprocessor.do_normalize,
    files: { model: take("model.onnx", bytes) },
    inputs: { [names.input]: "float32 [1, samples]: mono, 16 kHz" },
    // Its words are judged by the text models: it knows no category itself.
    categories: [...CATEGORIES],
    languages: Object.fromEntries(languages.map((code) => [code, [...CATEGORIES]])),
  }) as SpeechManifest;
  install(manifest, cardOf(manifest, options.origin));
  return manifest;
}

function tokensOf(vocabulary: Readonly<Record<string, number>>): string[] {
  const tokens: string[] = [];
  for (const [token, place] of Object.entries(vocabulary)) tokens[place] = token;
  return Array.from(tokens, (token) => token ?? "<unused>");
}

function tryOut(bytes: Uint8Array, tokens: number): Promise<{ input: string; output: string }> {
  return tryModel(bytes, async (session) => {
    const tensor = new ort.Tensor("float32", new Float32Array(RATE), [1, RATE]);
    const { dims, ...names } = await answerTo(session, { what: "a sound", tensor, wanted: "logits" });
    if (dims.length !== 3 || dims[2] !== tokens)
      throw new Failure(
        "invalid_input",
        `the model gives [${dims}] for one second; vocab.json has ${tokens} tokens`,
      );
    return names;
  });
}

function cardOf(
  { name, version, licence, files, languages }: SpeechManifest,
  origin = "a local folder",
): string {
  return `# ${name} ${version}

A speech recogniser, added from ${origin}. Licence: ${licence}. What is said in sounds and films is heard by it instead of
PocketSphinx, and its words are judged by the text models. Languages: ${Object.keys(languages).join(", ")}.

sha256 of model.onnx: \`${files.model.sha256}\`

It writes the likeliest letter of each moment, without a language model. Long stretches are heard in parts of 10 seconds. Its
word error has not been measured here.
`;
}
