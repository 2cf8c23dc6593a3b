import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { type ClassifierManifest, calibrationFileSchema } from "../manifest";
import { ModelsFolder } from "../models-folder";
import { languageCodes } from "./language-codes";
import {
  AS_IT_IS,
  activationOf,
  beginPack,
  categoriesOf,
  labelsOf,
  modelFile,
  ONNX_FILES,
  type PackOptions,
  packManifest,
  readJson,
  tokenizerOf,
  unwritable,
} from "./pack-folder";
import { type PackTimes, timeoutFor, timesInWords } from "./pack-times";
import { tryTextModel } from "./try-text-pack";

const configSchema = z.object({
  id2label: z.record(z.string(), z.string()).optional(),
  problem_type: z.string().nullish(),
  max_position_embeddings: z.number().optional(),
  model_type: z.string().optional(),
  pad_token_id: z.number().nullish(),
});

const tokenizerSchema = z.looseObject({ model_max_length: z.number().optional() });

const USUAL_MAX_TOKENS = 512;
/** Families whose first position is the one behind the padding's, as RoBERTa's is: they read fewer tokens than they have positions. */
const BEHIND_PADDING = new Set([
  ...["roberta", "roberta-prelayernorm", "xlm-roberta", "xlm-roberta-xl", "camembert"],
  ...["data2vec-text", "longformer", "mpnet", "xmod"],
]);
const tokensSchema = z.int().min(8).max(8192);

/** What an added text model may be told beyond what all packs may. */
export interface TextPackOptions extends PackOptions {
  /** Hears what the model took when it was tried out. */
  onTimes?: (times: PackTimes) => void;
}

/** An added model's weight beside those before it: nobody here has measured which knows better. */
const WEIGHT = 0.5;

/**
 * Adds a text classifier in the layout of the Hugging Face hub (config.json, tokenizer.json, onnx/model.onnx or
 * model_quantized.onnx) to the models folder, where it becomes a stage at level 2. It is tried out before anything is
 * written, and given the time-out that its longest text needs.
 * @throws Failure `invalid_input` when a file is missing or is not what it should be
 */
export async function addPack(folder: string, options: TextPackOptions): Promise<ClassifierManifest> {
  const config = readJson(folder, "config.json", configSchema);
  const found = modelFile(folder, ONNX_FILES);
  const tokenizerJson = readJson(folder, "tokenizer.json");
  const tokenizerConfig = existsSync(path.join(folder, "tokenizer_config.json"))
    ? readJson(folder, "tokenizer_config.json", tokenizerSchema)
    : {};
  const labels = labelsOf(config.id2label, options.labels ?? {});
  const categories = categoriesOf(labels);
  const activation = options.activation ?? activationOf(config.problem_type, labels.length);
  const tokenizer = tokenizerOf(tokenizerJson, tokenizerConfig);
  const languages = languageCodes(options.languages ?? ["en"]);
  const maxTokens = tokensOf(options.maxTokens, positionsOf(config), tokenizerConfig.model_max_length);
  const { entry, take, install } = beginPack(folder, options);
  const { bytes, attention, times } = await tryTextModel({
    ...{ bytes: found.bytes, tokenizer, maxTokens },
    labels: labels.length,
  });
  options.onTimes?.(times);
  const blend = Object.fromEntries(
    categories.map((each) => [each, { weight: WEIGHT, calibration: AS_IT_IS }]),
  );
  const calibration = calibrationFileSchema.parse({ calibrations: categories.map(() => AS_IT_IS), blend });
  const manifest = packManifest({
    ...entry,
    runner: "classifier",
    files: {
      model: take("model.onnx", bytes),
      calibration: take("calibration.json", `${JSON.stringify(calibration)}\n`),
      tokenizer: take("tokenizer.json", JSON.stringify(tokenizerJson)),
      tokenizerConfig: take("tokenizer_config.json", JSON.stringify(tokenizerConfig)),
    },
    inputs: {
      input_ids: "int64 [texts, tokens]: token ids",
      attention_mask: "int64 [texts, tokens]: 1 where there is a token",
    },
    categories,
    languages: Object.fromEntries(languages.map((code) => [code, categories])),
    labels,
    activation,
    maxTokens,
    timeoutMs: timeoutFor(times),
    attention,
  }) as ClassifierManifest;
  install(manifest, cardOf(manifest, found.file, times, options.origin));
  return manifest;
}

/** How many tokens a model has positions for, where its config says so. */
function positionsOf(config: z.infer<typeof configSchema>): number | undefined {
  const { model_type = "", max_position_embeddings: positions, pad_token_id } = config;
  if (positions === undefined) return undefined;
  return BEHIND_PADDING.has(model_type) ? positions - (pad_token_id ?? 1) - 1 : positions;
}

/**
 * Most tokens that are read at once: what was asked for, but no more than the model and its tokenizer say.
 * @throws Failure `invalid_input` where that is no such number
 */
function tokensOf(asked = USUAL_MAX_TOKENS, ...limits: (number | undefined)[]): number {
  const known = limits.filter((limit) => limit !== undefined);
  const parsed = tokensSchema.safeParse(Math.min(asked, ...(known.length > 0 ? known : [USUAL_MAX_TOKENS])));
  if (parsed.success) return parsed.data;
  const why = "the model cannot be added so: maxTokens: a whole number from 8 to 8192 is wanted";
  throw new Failure("invalid_input", why);
}

/**
 * Takes a model off the manifest and deletes its files.
 * @throws Failure `not_found` when there is none, `unavailable` when the folder cannot be written
 */
export function removePack(modelsDir: string, name: string): void {
  try {
    new ModelsFolder(modelsDir).remove(name);
  } catch (error) {
    throw unwritable(modelsDir, error, "Not all of it was removed");
  }
}

function cardOf(
  manifest: ClassifierManifest,
  onnxFile: string,
  times: PackTimes,
  origin = "a local folder",
): string {
  const rows = manifest.labels.map(({ name, category }) => `| ${name} | ${category ?? "left out"} |`);
  return `# ${manifest.name} ${manifest.version}

A model pack, added from ${origin} (${onnxFile}). Licence: ${manifest.licence}.

sha256 of model.onnx as stored${manifest.attention.length > 0 ? " (attention outputs may have been added)" : ""}: \`${manifest.files.model.sha256}\`

| label | category |
| --- | --- |
${rows.join("\n")}

Its probabilities are its own (${manifest.activation}), not calibrated here, and weigh half beside the models before it. Measure it on your
data with \`npm run bench:quality\` before you rely on it. Languages: ${Object.keys(manifest.languages).join(", ")}.

Where it was added: ${timesInWords(times)}
`;
}
