import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ModelManifest, manifestSchema } from "#lib/inference/manifest";

/** The models folder as training scripts write to it; running workers take up what its manifest names. */
export class ModelsFolder {
  private readonly manifest: string;

  constructor(readonly folder: string) {
    this.manifest = path.join(folder, "manifest.json");
  }

  /** The models that the manifest names. */
  models(): ModelManifest[] {
    return manifestSchema.parse(this.read()).models;
  }

  /** Writes a file of a model, `name/version/file`, and gives its entry for the manifest. */
  writeFile(home: string, name: string, content: Uint8Array | string) {
    const bytes = Buffer.from(content);
    const file = path.posix.join(home, name);
    mkdirSync(path.join(this.folder, home), { recursive: true });
    writeFileSync(path.join(this.folder, file), bytes);
    return { path: file, sha256: createHash("sha256").update(bytes).digest("hex"), bytes: bytes.length };
  }

  /** Writes the card and puts the entry in place of the one of that name, in one step; others stay as they are written. */
  publish(entry: ModelManifest, card: string): void {
    const { models } = this.read() as { models: { name: string }[] };
    manifestSchema.parse({ models: [entry] });
    mkdirSync(path.join(this.folder, path.dirname(entry.card)), { recursive: true });
    writeFileSync(path.join(this.folder, entry.card), card);
    const others = models.filter(({ name }) => name !== entry.name);
    writeFileSync(`${this.manifest}.tmp`, `${JSON.stringify({ models: [...others, entry] }, null, 2)}\n`);
    renameSync(`${this.manifest}.tmp`, this.manifest);
  }

  private read(): unknown {
    return JSON.parse(readFileSync(this.manifest, "utf8"));
  }
}

/** The version after this one: the same major, the next minor. */
export function nextVersion(version: string | undefined): string {
  if (!version) return "1.0.0";
  const [major, minor = 0] = version.split(".").map(Number);
  return `${major}.${minor + 1}.0`;
}
