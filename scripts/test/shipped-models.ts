import { cpSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { writeManifest } from "#lib/inference/write-manifest";

/** Makes `modelsDir` a models folder that holds these of the models that ship, and no others. */
export function copyShippedModels(modelsDir: string, names: readonly string[]): void {
  mkdirSync(modelsDir, { recursive: true });
  for (const name of names)
    cpSync(path.resolve("models", name), path.join(modelsDir, name), { recursive: true });
  const { models } = JSON.parse(readFileSync("models/manifest.json", "utf8")) as {
    models: { name: string }[];
  };
  const own = models.filter(({ name }) => names.includes(name));
  writeManifest(modelsDir, own);
}
