import { existsSync } from "node:fs";
import path from "node:path";
import type { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-node";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { type ClassifierManifest, calibrationFileSchema } from "../manifest";
import { isPack } from "../manifest-entries";
import { ModelsFolder } from "../models-folder";
import { logitsName } from "../runners/classifier";
import {
  AS_IT_IS,
  activationOf,
  beginPack,
  categoriesOf,
  labelsOf,
  modelFile,
  ONNX_FILES,
  open,
  type PackOptions,
  packManifest,
  readJson,
  refusal,
  tokenizerOf,
  tryModel,
} from "./pack-folder";
import { attentionNames, withOutputs } from "./patch-attention";

const configSchema = z.object({
  id2label: z.record(z.string(), z.string()).optional(),
  problem_type: z.string().nullish(),
  max_position_embeddings: z.number().optional(),
  model_type: z.string().optional(),
  pad_token_id: z.number().nullish(),
});

const INPUTS = new Set(["input_ids", "attention_mask", "token_type_ids"]);
const USUAL_MAX_TOKENS = 512;
/** Families whose first position is the one behind the padding's, as RoBERTa's is: they read fewer tokens than they have positions. */
const BEHIND_PADDING = new Set([
  ...["roberta", "roberta-prelayernorm", "xlm-roberta", "xlm-roberta-xl", "camembert"],
  ...["data2vec-text", "longformer", "mpnet", "xmod"],
]);
/** An added model's weight beside those before it: nobody here has measured which knows better. */
const WEIGHT = 0.5;

/**
 * Adds a text classifier in the layout of the Hugging Face hub (config.json, tokenizer.json, onnx/model.onnx or
 * model_quantized.onnx) to the models folder, where it becomes a stage at level 2. It is run once before anything is
 * written.
 * @throws Failure `invalid_input` when a file is missing or is not what it should be
 */
export async function addPack(folder: string, options: PackOptions): Promise<ClassifierManifest> {
  const config = readJson(folder, "config.json", configSchema);
  const found = modelFile(folder, ONNX_FILES);
  const tokenizerJson = readJson(folder, "tokenizer.json");
  const tokenizerConfig = existsSync(path.join(folder, "tokenizer_config.json"))
    ? readJson(folder, "tokenizer_config.json")
    : {};
  const labels = labelsOf(config.id2label, options.labels ?? {});
  const categories = categoriesOf(labels);
  const activation = options.activation ?? activationOf(config.problem_type, labels.length);
  const tokenizer = tokenizerOf(tokenizerJson, tokenizerConfig);
  const { bytes, attention } = await patched(found.bytes);
  await tryOut(bytes, attention, tokenizer, labels.length);

  const { entry, take, install } = beginPack(folder, options);
  const blend = Object.fromEntries(
    categories.map((each) => [each, { weight: WEIGHT, calibration: AS_IT_IS }]),
  );
  const calibration = calibrationFileSchema.parse({ calibrations: categories.map(() => AS_IT_IS), blend });
  const languages = options.languages ?? ["en"];
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
    maxTokens: Math.min(options.maxTokens ?? USUAL_MAX_TOKENS, positionsOf(config)),
    attention,
  }) as ClassifierManifest;
  install(manifest, cardOf(manifest, found.file, options.origin));
  return manifest;
}

/** How many tokens a model has positions for, or is taken to have. */
function positionsOf(config: z.infer<typeof configSchema>): number {
  const { model_type = "", max_position_embeddings: positions, pad_token_id } = config;
  if (positions === undefined) return USUAL_MAX_TOKENS;
  return BEHIND_PADDING.has(model_type) ? positions - (pad_token_id ?? 1) - 1 : positions;
}

/** Takes a model off the manifest and deletes its files. @throws Failure `not_found` when there is none */
export function removePack(modelsDir: string, name: string): void {
  const folder = new ModelsFolder(modelsDir);
  const model = folder.models().find((each) => each.name === name && isPack(each));
  if (!model) throw new Failure("not_found", `there is no model pack named ${name}`);
  folder.remove(model);
}

/** The model with its attention as outputs, where it has any that ONNX Runtime takes as such. */
async function patched(bytes: Uint8Array): Promise<{ bytes: Uint8Array; attention: string[] }> {
  const plain = await open(bytes).catch((error) => {
    throw refusal(error);
  });
  const given = plain.outputNames.filter((name) => /attention/iu.test(name));
  await plain.release();
  if (given.length > 0) return { bytes, attention: given };
  try {
    const attention = attentionNames(bytes);
    if (attention.length === 0) return { bytes, attention };
    const more = withOutputs(bytes, attention);
    await (await open(more)).release();
    return { bytes: more, attention };
  } catch {
    // A file too unusual to patch still judges; it only cannot be explained.
    return { bytes, attention: [] };
  }
}

async function tryOut(
  bytes: Uint8Array,
  attention: readonly string[],
  tokenizer: Tokenizer,
  labels: number,
): Promise<void> {
  await tryModel(bytes, async (session) => {
    const strange = session.inputNames.filter((name) => !INPUTS.has(name));
    if (strange.length > 0)
      throw new Failure(
        "invalid_input",
        `the model wants inputs that no tokenizer gives: ${strange.join(", ")}`,
      );
    const { ids } = tokenizer.encode("hello");
    const dims = [1, ids.length];
    const whole = (value: (at: number) => number) =>
      new ort.Tensor(
        "int64",
        BigInt64Array.from(ids, (_, at) => BigInt(value(at))),
        dims,
      );
    const feeds: Record<string, ort.Tensor> = {
      input_ids: whole((at) => ids[at] as number),
      attention_mask: whole(() => 1),
      token_type_ids: whole(() => 0),
    };
    const wanted = Object.fromEntries(session.inputNames.map((name) => [name, feeds[name] as ort.Tensor]));
    const output = logitsName(session.outputNames, attention);
    const found = (await session.run(wanted, [output]))[output]?.dims ?? [];
    if (found.length !== 2 || found[1] !== labels)
      throw new Failure(
        "invalid_input",
        `the model gives [${found}] for one text; config.json names ${labels} labels`,
      );
  });
}

function cardOf(manifest: ClassifierManifest, onnxFile: string, origin = "a local folder"): string {
  const rows = manifest.labels.map(({ name, category }) => `| ${name} | ${category ?? "left out"} |`);
  return `# ${manifest.name} ${manifest.version}

A model pack, added from ${origin} (${onnxFile}). Licence: ${manifest.licence}.

sha256 of model.onnx as stored${manifest.attention.length > 0 ? " (attention outputs may have been added)" : ""}: \`${manifest.files.model.sha256}\`

| label | category |
| --- | --- |
${rows.join("\n")}

Its probabilities are its own (${manifest.activation}), not calibrated here, and weigh half beside the models before it. Measure it on your
data with \`npm run bench:quality\` before you rely on it. Languages: ${Object.keys(manifest.languages).join(", ")}.
`;
}
