import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type ModelManifest, manifestSchema } from "./manifest";

/** The models folder as it is written to, by training and by adding models; running workers take up what its manifest names. */
export class ModelsFolder {
  private readonly manifest: string;

  constructor(readonly folder: string) {
    this.manifest = path.join(folder, "manifest.json");
  }

  /** The models that the manifest names; none where there is no manifest yet. */
  models(): ModelManifest[] {
    return manifestSchema.parse({ models: this.entries() }).models;
  }

  /** Returns what writes a version's files, `name/version/file`, and gives the entry of each for the manifest. */
  writer(name: string, version: string) {
    const home = path.posix.join(name, version);
    return (file: string, content: Uint8Array | string) => {
      const bytes = Buffer.from(content);
      mkdirSync(path.join(this.folder, home), { recursive: true });
      writeFileSync(path.join(this.folder, home, file), bytes);
      return {
        path: path.posix.join(home, file),
        sha256: createHash("sha256").update(bytes).digest("hex"),
        bytes: bytes.length,
      };
    };
  }

  /**
   * Writes the card and puts the entry, with the day, in place of the one of that name, in one step; others stay as they
   * are written.
   */
  publish(entry: ModelManifest, card: string): void {
    manifestSchema.parse({ models: [entry] });
    mkdirSync(path.join(this.folder, path.dirname(entry.card)), { recursive: true });
    writeFileSync(path.join(this.folder, entry.card), card);
    const dated = { ...entry, written: new Date().toISOString().slice(0, 10) };
    this.replace([...this.entries().filter(({ name }) => name !== entry.name), dated]);
  }

  /**
   * Puts a model in place with its files (by their names in its folder) and card: all of it, or nothing. The files are
   * written beside and moved, so that a model of the same name and version serves until its successor is complete.
   * @throws the file system's error where something cannot be written; what was there before stays
   */
  install(entry: ModelManifest, card: string, files: ReadonlyMap<string, Uint8Array>): void {
    manifestSchema.parse({ models: [entry] });
    const home = path.join(this.folder, entry.name, entry.version);
    const [coming, leaving] = ["adding", "old"].map((word) =>
      path.join(this.folder, `.${word}-${entry.name}-${process.pid}`),
    ) as [string, string];
    const known = existsSync(path.join(this.folder, entry.name));
    let replaced = false;
    try {
      mkdirSync(coming, { recursive: true });
      for (const [file, bytes] of files) writeFileSync(path.join(coming, file), bytes);
      mkdirSync(path.dirname(home), { recursive: true });
      if (existsSync(home)) {
        renameSync(home, leaving);
        replaced = true;
      }
      renameSync(coming, home);
      this.publish(entry, card);
    } catch (error) {
      rmSync(coming, { recursive: true, force: true });
      if (!known) rmSync(path.join(this.folder, entry.name), { recursive: true, force: true });
      if (replaced) {
        rmSync(home, { recursive: true, force: true });
        renameSync(leaving, home);
      }
      throw error;
    }
    rmSync(leaving, { recursive: true, force: true });
  }

  /** Takes a model off the manifest and deletes its files. */
  remove({ name, card }: ModelManifest): void {
    this.replace(this.entries().filter((each) => each.name !== name));
    rmSync(path.join(this.folder, name), { recursive: true, force: true });
    rmSync(path.join(this.folder, card), { force: true });
  }

  private entries(): { name: string }[] {
    return existsSync(this.manifest) ? JSON.parse(readFileSync(this.manifest, "utf8")).models : [];
  }

  /** Written beside and renamed: running workers read the old manifest or the new one. */
  private replace(models: readonly { name: string }[]): void {
    writeFileSync(`${this.manifest}.tmp`, `${JSON.stringify({ models }, null, 2)}\n`);
    renameSync(`${this.manifest}.tmp`, this.manifest);
  }
}

/** The version after this one: the same major, the next minor. */
export function nextVersion(version: string | undefined): string {
  if (!version) return "1.0.0";
  const [major, minor = 0] = version.split(".").map(Number);
  return `${major}.${minor + 1}.0`;
}
