/**
 * npm run models:pull -- <pack> [--quantised] [--models DIR] [--hub URL]
 * Fetches a named model pack from the Hugging Face hub and adds it as a stage. Without a name, lists the packs.
 */
import path from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "../lib/domain/failure";
import { KNOWN_PACKS } from "../lib/inference/packs/known-packs";
import { pullPack } from "../lib/inference/packs/pull-pack";
import { dataFolder } from "./system/project.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quantised: { type: "boolean", default: false },
    models: { type: "string", default: "models" },
    hub: { type: "string" },
  },
});

try {
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
      onFile: (file, bytes) => console.log(`${file}: ${(bytes / 1e6).toFixed(1)} MB`),
    });
    console.log(
      `${manifest.name}@${manifest.version} is a stage now, sha256 ${manifest.files.model.sha256}.`,
    );
  }
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`models:pull: ${error.message}`);
  process.exitCode = 1;
}
