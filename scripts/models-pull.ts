/**
 * npm run models:pull -- <pack> [--quantised] [--sha256 HEX] [--models DIR] [--hub URL]
 * Fetches a named model pack from the Hugging Face hub and adds it as a stage. Without a name, lists the packs. Run again
 * after a broken download, it goes on from there. --quantised takes the quantised file, and nothing where the repository has
 * none. --sha256 is what the model file must be.
 */
import path from "node:path";
import { Failure } from "../lib/domain/failure";
import { KNOWN_PACKS } from "../lib/inference/packs/known-packs";
import { timesReport } from "../lib/inference/packs/pack-times";
import { pullPack } from "../lib/inference/packs/pull-pack";
import { commandLine } from "./command-line";
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

try {
  const { values, positionals } = commandLine({
    quantised: { type: "boolean", default: false },
    models: { type: "string", default: "models" },
    hub: { type: "string" },
    sha256: { type: "string" },
  });
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
    console.log(
      `${manifest.name}@${manifest.version} is a stage now, sha256 ${manifest.files.model.sha256}.`,
    );
  }
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(`models:pull: ${error.message}`);
  process.exitCode = 1;
}
