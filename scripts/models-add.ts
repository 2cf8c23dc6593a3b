/**
 * npm run models:add -- <folder> [--name NAME] [--map label=category ...] [--languages en,de] [--activation sigmoid|softmax]
 *   [--max-tokens N] [--licence TEXT] [--models DIR]
 * npm run models:add -- --remove NAME
 * Adds a Hugging Face folder (config.json, tokenizer.json, onnx/model.onnx) as a stage at level 2. Running workers take
 * it up by themselves.
 */
import { parseArgs } from "node:util";
import { Failure } from "../lib/domain/failure";
import { categorySchema } from "../lib/domain/taxonomy";
import { addPack, removePack } from "../lib/inference/packs/add-pack";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    name: { type: "string" },
    version: { type: "string" },
    map: { type: "string", multiple: true, default: [] },
    languages: { type: "string", default: "en" },
    activation: { type: "string" },
    "max-tokens": { type: "string" },
    licence: { type: "string" },
    models: { type: "string", default: "models" },
    remove: { type: "string" },
  },
});

function meaning(argument: string) {
  const at = argument.lastIndexOf("=");
  const [label, category] = [argument.slice(0, at), argument.slice(at + 1)];
  const parsed = category === "" ? null : categorySchema.safeParse(category);
  if (at < 1 || parsed?.success === false)
    throw new Failure("invalid_input", `--map ${argument}: write label=category, or label= to leave it out`);
  return [label, parsed === null ? null : parsed.data] as const;
}

try {
  const [folder] = positionals;
  if (values.remove) {
    removePack(values.models, values.remove);
    console.log(`${values.remove} is removed.`);
  } else if (!folder) {
    throw new Failure("invalid_input", "name the folder: npm run models:add -- <folder>");
  } else {
    const activation = values.activation;
    if (activation !== undefined && activation !== "sigmoid" && activation !== "softmax")
      throw new Failure("invalid_input", "--activation is sigmoid or softmax");
    const manifest = await addPack(folder, {
      modelsDir: values.models,
      labels: Object.fromEntries(values.map.map(meaning)),
      languages: values.languages.split(","),
      ...(values.name ? { name: values.name } : {}),
      ...(values.version ? { version: values.version } : {}),
      ...(activation ? { activation } : {}),
      ...(values["max-tokens"] ? { maxTokens: Number(values["max-tokens"]) } : {}),
      ...(values.licence ? { licence: values.licence } : {}),
    });
    for (const { name, category } of manifest.labels) console.log(`${name}: ${category ?? "left out"}`);
    console.log(
      `${manifest.name}@${manifest.version} is a stage now. Its card: ${values.models}/${manifest.card}`,
    );
  }
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`models:add: ${error.message}`);
  process.exitCode = 1;
}
