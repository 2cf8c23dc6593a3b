import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { modelManifestSchema, type SpeechManifest } from "../manifest";
import { ONNX_FILES, type PackOptions } from "./add-pack";
import { enlist, open, packName, packWriter, readJson, reasonOf } from "./pack-folder";

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
  const preprocessor = preprocessorSchema.parse(readJson(folder, "preprocessor_config.json"));
  if (preprocessor.sampling_rate !== RATE)
    throw new Failure(
      "invalid_input",
      `it hears ${preprocessor.sampling_rate} samples a second; only ${RATE} are served`,
    );
  const vocabulary = vocabularySchema.parse(readJson(folder, "vocab.json"));
  const tokens = tokensOf(vocabulary);
  const blank = vocabulary["<pad>"] ?? vocabulary["[PAD]"];
  if (blank === undefined || !("|" in vocabulary))
    throw new Failure("invalid_input", "vocab.json needs <pad> for nothing and | between words");
  const file = ONNX_FILES.find((each) => existsSync(path.join(folder, each)));
  if (!file) throw new Failure("invalid_input", `${folder} has none of ${ONNX_FILES.join(", ")}`);
  const bytes = readFileSync(path.join(folder, file));
  const names = await tryOut(bytes, tokens.length);
  const name = packName(options.modelsDir, folder, options.name);
  const version = options.version ?? "1.0.0";
  const write = packWriter(options.modelsDir, name, version);
  const languages = options.languages ?? ["en"];
  const manifest = modelManifestSchema.parse({
    ...{ name, version, runner: "speech-ctc", tokens, blank, delimiter: "|", ...names },
    normalise: preprocessor.do_normalize,
    files: { model: write("model.onnx", bytes) },
    inputs: { [names.input]: "float32 [1, samples]: mono, 16 kHz" },
    // Its words are judged by the text models: it knows no category itself.
    categories: [...CATEGORIES],
    languages: Object.fromEntries(languages.map((code) => [code, [...CATEGORIES]])),
    licence: options.licence ?? "unknown: see where it came from",
    card: `cards/${name}.md`,
  }) as SpeechManifest;
  writeFileSync(path.join(options.modelsDir, manifest.card), cardOf(manifest, options.origin));
  enlist(options.modelsDir, manifest);
  return manifest;
}

function tokensOf(vocabulary: Readonly<Record<string, number>>): string[] {
  const tokens: string[] = [];
  for (const [token, place] of Object.entries(vocabulary)) tokens[place] = token;
  return Array.from(tokens, (token) => token ?? "<unused>");
}

async function tryOut(bytes: Uint8Array, tokens: number): Promise<{ input: string; output: string }> {
  const session = await open(bytes).catch((error) => {
    throw new Failure("invalid_input", `ONNX Runtime refuses the model: ${reasonOf(error)}`);
  });
  try {
    const [input, ...more] = session.inputNames;
    if (!input || more.length > 0)
      throw new Failure(
        "invalid_input",
        `the model wants more than a sound: ${session.inputNames.join(", ")}`,
      );
    const output =
      session.outputNames.find((name) => name === "logits") ?? (session.outputNames[0] as string);
    const second = new ort.Tensor("float32", new Float32Array(RATE), [1, RATE]);
    const dims = (await session.run({ [input]: second }, [output]))[output]?.dims ?? [];
    if (dims.length !== 3 || dims[2] !== tokens)
      throw new Failure(
        "invalid_input",
        `the model gives [${dims}] for one second; vocab.json has ${tokens} tokens`,
      );
    return { input, output };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("invalid_input", `the model does not run: ${reasonOf(error)}`);
  } finally {
    await session.release();
  }
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
