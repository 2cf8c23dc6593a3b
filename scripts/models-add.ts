/**
 * Adds a Hugging Face folder as a stage at level 2: a text classifier (config.json, tokenizer.json, onnx/model.onnx), or,
 * where it has a preprocessor_config.json, a picture classifier or a zero-shot model such as CLIP (onnx/vision_model.onnx,
 * onnx/text_model.onnx), or with a vocab.json beside it a speech recogniser. Running workers take it up by themselves.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "../lib/domain/failure";
import { categorySchema } from "../lib/domain/taxonomy";
import { addImagePack, isImagePack } from "../lib/inference/packs/add-image-pack";
import { addPack, removePack } from "../lib/inference/packs/add-pack";
import { addSpeechPack, isSpeechPack } from "../lib/inference/packs/add-speech-pack";
import type { Prompt } from "../lib/inference/packs/image-prompts";
import { languageCodes } from "../lib/inference/packs/language-codes";
import { timesReport } from "../lib/inference/packs/pack-times";
import { commandLine, MODELS_FOLDER, sayFailures, wholeNumber } from "./command-line";

const promptsSchema = z
  .array(z.object({ text: z.string().min(1), category: categorySchema.nullable() }))
  .min(2);

const USAGE = `npm run models:add -- FOLDER [flags]
npm run models:remove -- NAME [--models DIR]

  --name NAME           what the stage is called (the folder's name)
  --version X.Y.Z       1.0.0
  --map LABEL=CATEGORY  what a label means; LABEL= leaves it out. Repeat it for several; usual names are known
  --languages CODES     languages of a text or speech model, ISO 639-1 (en)
  --activation NAME     sigmoid or softmax, where config.json does not tell
  --max-tokens N        tokens that a text model reads at once, 8 to 8192 (512, or what the model says)
  --providers NAMES     what it may run on, in this order, such as cuda,cpu
  --prompts FILE.json   what a zero-shot model looks for
  --licence TEXT        for its card
  --models DIR          the models folder (${MODELS_FOLDER})

docs/model-packs.md tells more.`;

const OPTIONS = {
  name: { type: "string" },
  version: { type: "string" },
  map: { type: "string", multiple: true },
  languages: { type: "string", default: "en" },
  activation: { type: "string" },
  "max-tokens": { type: "string" },
  providers: { type: "string" },
  licence: { type: "string" },
  models: { type: "string", default: MODELS_FOLDER },
  prompts: { type: "string" },
  remove: { type: "string" },
} as const;

/** What a zero-shot model is to look for, in place of the usual words. */
function promptsIn(file: string): Prompt[] {
  try {
    return promptsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Failure("invalid_input", `${file} is no JSON list of {"text", "category"}`);
  }
}

function meaning(argument: string) {
  const at = argument.lastIndexOf("=");
  const [label, category] = [argument.slice(0, at), argument.slice(at + 1)];
  const parsed = category === "" ? null : categorySchema.safeParse(category);
  if (at < 1 || parsed?.success === false)
    throw new Failure("invalid_input", `--map ${argument}: write label=category, or label= to leave it out`);
  return [label, parsed === null ? null : parsed.data] as const;
}

/** Adds the folder of that name. */
async function add(folder: string): Promise<void> {
  const { activation } = values;
  if (activation !== undefined && activation !== "sigmoid" && activation !== "softmax")
    throw new Failure("invalid_input", "--activation is sigmoid or softmax");
  const addIt = isSpeechPack(folder) ? addSpeechPack : isImagePack(folder) ? addImagePack : addPack;
  const manifest = await addIt(folder, {
    modelsDir: values.models,
    labels: Object.fromEntries((values.map ?? []).map(meaning)),
    languages: languageCodes(values.languages.split(",")),
    onTimes: (times) => console.log(timesReport(times)),
    ...(values.name ? { name: values.name } : {}),
    ...(values.version ? { version: values.version } : {}),
    ...(activation ? { activation } : {}),
    ...(values["max-tokens"] ? { maxTokens: wholeNumber("max-tokens", values["max-tokens"], 8, 8192) } : {}),
    ...(values.providers ? { providers: values.providers.split(",").map((each) => each.trim()) } : {}),
    ...(values.prompts ? { prompts: promptsIn(values.prompts) } : {}),
    ...(values.licence ? { licence: values.licence } : {}),
  });
  for (const { name, category } of "labels" in manifest ? manifest.labels : [])
    console.log(`${name}: ${category ?? "left out"}`);
  console.log(
    `${manifest.name}@${manifest.version} is a stage now. Its card: ${values.models}/${manifest.card}`,
  );
}

const removing = process.argv.includes("--remove");
sayFailures(removing ? "models:remove" : "models:add");
if (process.argv.at(-1) === "--remove")
  throw new Failure("invalid_input", "name the pack: npm run models:remove -- NAME");
const { values, positionals } = commandLine(USAGE, OPTIONS, 1);
const [folder] = positionals;
if (values.remove) {
  removePack(values.models, values.remove);
  console.log(`${values.remove} is removed.`);
} else if (folder) {
  await add(folder);
} else {
  throw new Failure("invalid_input", "name the folder: npm run models:add -- <folder>");
}
