import { existsSync } from "node:fs";
import path from "node:path";
import * as ort from "onnxruntime-node";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { type ClassifierLabel, calibrationFileSchema, type ImageClassifierManifest } from "../manifest";
import { DEFAULT_PROMPTS, type Prompt } from "./image-prompts";
import {
  AS_IT_IS,
  activationOf,
  answerTo,
  beginPack,
  categoriesOf,
  labelsOf,
  modelFile,
  ONNX_FILES,
  type PackOptions,
  packManifest,
  readJson,
  tokenizerOf,
  tryModel,
} from "./pack-folder";

/** What an added picture model may be told beyond what a text model may. */
export interface ImagePackOptions extends PackOptions {
  /** Of a zero-shot model: what it looks for, in words. */
  prompts?: readonly Prompt[];
}

/** Where the hub keeps the two towers of a zero-shot model. */
export const TOWERS = {
  picture: ["onnx/vision_model.onnx", "onnx/vision_model_quantized.onnx", "vision_model.onnx"],
  text: ["onnx/text_model.onnx", "onnx/text_model_quantized.onnx", "text_model.onnx"],
} as const;
/** What CLIP multiplies a cosine by after training. */
const USUAL_SCALE = 100;

const configSchema = z.object({
  id2label: z.record(z.string(), z.string()).optional(),
  problem_type: z.string().nullish(),
});
const length = z.union([
  z.number(),
  z.object({ height: z.number() }),
  z.object({ shortest_edge: z.number() }),
]);
const preprocessorSchema = z.object({
  crop_size: length.optional(),
  size: length.optional(),
  do_normalize: z.boolean().default(true),
  image_mean: z.array(z.number()).length(3).default([0.5, 0.5, 0.5]),
  image_std: z.array(z.number()).length(3).default([0.5, 0.5, 0.5]),
});

/** Whether a folder holds a picture model. */
export const isImagePack = (folder: string): boolean =>
  existsSync(path.join(folder, "preprocessor_config.json"));

/**
 * Adds a picture model in the layout of the Hugging Face hub to the models folder, where it becomes a stage at level 2: a
 * classifier (config.json with its labels, onnx/model.onnx), or a zero-shot model such as CLIP (onnx/vision_model.onnx,
 * onnx/text_model.onnx, tokenizer.json), whose prompts are read once, here. It is run before anything is written.
 * @throws Failure `invalid_input` when a file is missing or is not what it should be
 */
export async function addImagePack(
  folder: string,
  options: ImagePackOptions,
): Promise<ImageClassifierManifest> {
  const { size, crop_size, ...preprocessor } = readJson(
    folder,
    "preprocessor_config.json",
    preprocessorSchema,
  );
  const side = sideOf(crop_size ?? size ?? 224);
  const read = TOWERS.picture.some((file) => existsSync(path.join(folder, file)))
    ? await zeroShot(folder, side, options.prompts ?? DEFAULT_PROMPTS)
    : await classifier(folder, side, options);
  const categories = categoriesOf(read.labels);
  const { entry, take, install } = beginPack(folder, options);
  const calibration = calibrationFileSchema.parse({ calibrations: categories.map(() => AS_IT_IS) });
  const normal = preprocessor.do_normalize;
  const manifest = packManifest({
    ...{ ...entry, runner: "image-classifier", categories, languages: {}, side },
    files: {
      model: take("model.onnx", read.bytes),
      calibration: take("calibration.json", `${JSON.stringify(calibration)}\n`),
      ...(read.prompts ? { prompts: take("prompts.bin", bytesOf(read.prompts)) } : {}),
    },
    inputs: { [read.input]: `float32 [pictures, 3, ${side}, ${side}]: RGB, normalised` },
    ...{ labels: read.labels, activation: read.activation, input: read.input, output: read.output },
    mean: normal ? preprocessor.image_mean : [0, 0, 0],
    deviation: normal ? preprocessor.image_std : [1, 1, 1],
    ...(read.prompts ? { scale: USUAL_SCALE } : {}),
  }) as ImageClassifierManifest;
  install(manifest, cardOf(manifest, options.origin));
  return manifest;
}

interface ReadModel {
  bytes: Uint8Array;
  labels: ClassifierLabel[];
  activation: "sigmoid" | "softmax";
  input: string;
  output: string;
  prompts?: Float32Array;
}

async function classifier(folder: string, side: number, options: ImagePackOptions): Promise<ReadModel> {
  const config = readJson(folder, "config.json", configSchema);
  const labels = labelsOf(config.id2label, options.labels ?? {});
  const { bytes } = modelFile(folder, ONNX_FILES);
  const activation = options.activation ?? activationOf(config.problem_type, labels.length);
  return { bytes, labels, activation, ...(await tryPicture(bytes, side, "logits", labels.length)) };
}

async function zeroShot(folder: string, side: number, asked: readonly Prompt[]): Promise<ReadModel> {
  const text = modelFile(folder, TOWERS.text);
  if (!asked.some(({ category }) => category === null))
    throw new Failure("invalid_input", "the prompts need some that show nothing to worry about");
  const prompts = await readPrompts(folder, text.bytes, asked);
  const { bytes } = modelFile(folder, TOWERS.picture);
  const found = await tryPicture(bytes, side, "image_embeds", prompts.length / asked.length);
  const labels = asked.map(({ text, category }) => ({ name: text, category }));
  return { bytes, labels, activation: "softmax", prompts, ...found };
}

/** Runs the picture model once; `width` is what it has to give per picture. */
function tryPicture(bytes: Uint8Array, side: number, wanted: string, width: number) {
  return tryModel(bytes, async (session) => {
    const tensor = new ort.Tensor("float32", new Float32Array(3 * side * side), [1, 3, side, side]);
    const { dims, ...names } = await answerTo(session, { what: "a picture", tensor, wanted });
    if (dims.length !== 2 || dims[1] !== width)
      throw new Failure("invalid_input", `the model gives [${dims}] for one picture; ${width} were expected`);
    return names;
  });
}

/** The text tower's embedding of each prompt, brought to length 1. */
function readPrompts(folder: string, bytes: Uint8Array, prompts: readonly Prompt[]): Promise<Float32Array> {
  const config = existsSync(path.join(folder, "tokenizer_config.json"))
    ? readJson(folder, "tokenizer_config.json")
    : {};
  const tokenizer = tokenizerOf(readJson(folder, "tokenizer.json"), config);
  const read = async (session: ort.InferenceSession) => {
    const rows: number[] = [];
    for (const { text } of prompts) {
      const { ids } = tokenizer.encode(text.toLowerCase());
      const whole = (value: (id: number) => number) =>
        new ort.Tensor(
          "int64",
          BigInt64Array.from(ids, (id) => BigInt(value(id))),
          [1, ids.length],
        );
      const feeds = { input_ids: whole((id) => id), attention_mask: whole(() => 1) };
      const wanted = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
      const output = session.outputNames.find((name) => name === "text_embeds") ?? session.outputNames[0];
      const found = (await session.run(Object.fromEntries(wanted), [output as string]))[output as string];
      const embedding = Array.from(found?.data as Float32Array);
      const size = Math.hypot(...embedding) || 1;
      rows.push(...embedding.map((value) => value / size));
    }
    return Float32Array.from(rows);
  };
  return tryModel(bytes, read, "text tower");
}

function sideOf(size: z.infer<typeof length>): number {
  if (typeof size === "number") return size;
  return "height" in size ? size.height : size.shortest_edge;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

function cardOf(manifest: ImageClassifierManifest, origin = "a local folder"): string {
  const { name, version, labels, activation, files, side, licence } = manifest;
  const rows = labels.map((label) => `| ${label.name} | ${label.category ?? "nothing to worry about"} |`);
  const kind = files.prompts
    ? `A zero-shot model: pictures are compared with the words below, which were read when it was added. Nobody has measured it
here, so that it stands in a channel of its own: it may add harm and takes none away.`
    : `A classifier. It stands after the shipped picture model, and what it scores counts in its place.`;
  return `# ${name} ${version}

A model pack for pictures, added from ${origin}. Licence: ${licence}. It reads ${side} x ${side} pixels.
${kind}

sha256 of model.onnx: \`${files.model.sha256}\`

| ${files.prompts ? "words" : "label"} | category |
| --- | --- |
${rows.join("\n")}

Its probabilities are its own (${activation}), not calibrated here. Pictures are prepared at 224 x 224 without keeping the ratio and
scaled from there. Of a film it looks at the frames that differ.
`;
}
