/**
 * Fetches a named model pack from the Hugging Face hub and adds it as a stage. Without a name, lists the packs. Run again
 * after a broken download, it goes on from there.
 */
import path from "node:path";
import { KNOWN_PACKS } from "../lib/inference/packs/known-packs";
import { timesReport } from "../lib/inference/packs/pack-times";
import { pullPack } from "../lib/inference/packs/pull-pack";
import { commandLine, MODELS_FOLDER, sayFailures } from "./command-line";
import { dataFolder } from "./system/project.mjs";

const REPORT_MS = 2000;

/** A line every other second for what takes long. */
function progress(): (file: string, bytes: number, total: number | undefined) => void {
  let reported = performance.now();
  return (file, bytes, total) => {
    const now = performance.now();
    if (now - reported < REPORT_MS) return;
    reported = now;
    const of = total === undefined ? "" : ` of ${(total / 1e6).toFixed(1)}`;
    console.log(`${file}: ${(bytes / 1e6).toFixed(1)}${of} MB so far`);
  };
}

const USAGE = `npm run models:pull [-- PACK] [flags]

  --quantised    the quantised file, and nothing where the repository has none
  --sha256 HEX   what the model file must be
  --models DIR   the models folder (${MODELS_FOLDER})
  --hub URL      another hub than Hugging Face's

Without a name the packs are listed. docs/model-packs.md tells more.`;

sayFailures("models:pull");
const { values, positionals } = commandLine(
  USAGE,
  {
    quantised: { type: "boolean", default: false },
    models: { type: "string", default: MODELS_FOLDER },
    hub: { type: "string" },
    sha256: { type: "string" },
  },
  1,
);
const [name] = positionals;
if (!name) {
  for (const [each, { about, repository, licence }] of Object.entries(KNOWN_PACKS))
    console.log(`${each}: ${about}; ${repository}, ${licence}`);
} else {
  const manifest = await pullPack(name, {
    modelsDir: values.models,
    workDir: path.join(dataFolder(), "packs"),
    quantised: values.quantised,
    ...(values.hub ? { hub: values.hub } : {}),
    ...(values.sha256 ? { sha256: values.sha256 } : {}),
    onBytes: progress(),
    onTimes: (times) => console.log(timesReport(times)),
    onFile: (file, bytes) => console.log(`${file}: ${(bytes / 1e6).toFixed(1)} MB`),
  });
  console.log(`${manifest.name}@${manifest.version} is a stage now, sha256 ${manifest.files.model.sha256}.`);
}
