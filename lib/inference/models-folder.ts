import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { type ModelManifest, manifestSchema } from "./manifest";
import { issuesOf, rawEntries, readEntries } from "./manifest-entries";

/** The models folder as it is written to, by training and by adding models; running workers take up what its manifest names. */
export class ModelsFolder {
  private readonly manifest: string;

  constructor(readonly folder: string) {
    this.manifest = path.join(folder, "manifest.json");
  }

  /**
   * The models that the manifest names; none where there is no manifest yet.
   * @throws Failure `conflict` where the manifest or an entry is damaged, with what to do
   */
  models(): ModelManifest[] {
    return readEntries({ models: this.entries() }).map((entry, at) => {
      if ("manifest" in entry) return entry.manifest;
      throw this.damaged(`entry ${at + 1}, ${entry.name}, is damaged (${entry.damage})`, "that entry");
    });
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
   * @throws Failure `conflict` where the manifest is damaged; nothing is written then
   */
  publish(entry: ModelManifest, card: string): void {
    manifestSchema.parse({ models: [entry] });
    const others = this.entries().filter((each) => nameOf(each) !== entry.name);
    mkdirSync(path.join(this.folder, path.dirname(entry.card)), { recursive: true });
    writeFileSync(path.join(this.folder, entry.card), card);
    const dated = { ...entry, written: new Date().toISOString().slice(0, 10) };
    this.replace([...others, dated]);
  }

  /**
   * Puts a model in place with its files (by their names in its folder) and card: all of it, or nothing. The files are
   * written beside and moved, so that a model of the same name and version serves until its successor is complete.
   * @throws the file system's error where something cannot be written, Failure `conflict` where the manifest is damaged;
   * what was there before stays
   */
  install(entry: ModelManifest, card: string, files: ReadonlyMap<string, Uint8Array>): void {
    manifestSchema.parse({ models: [entry] });
    this.entries();
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
    this.replace(this.entries().filter((each) => nameOf(each) !== name));
    rmSync(path.join(this.folder, name), { recursive: true, force: true });
    rmSync(path.join(this.folder, card), { force: true });
  }

  /** The entries as they are written. @throws Failure `conflict` where the manifest is no JSON or no list of models */
  private entries(): unknown[] {
    if (!existsSync(this.manifest)) return [];
    try {
      return rawEntries(JSON.parse(readFileSync(this.manifest, "utf8")));
    } catch (error) {
      const why = error instanceof z.ZodError ? issuesOf(error) : (error as Error).message;
      throw this.damaged(`cannot be read (${why})`, "it");
    }
  }

  private damaged(why: string, what: string): Failure {
    const remedy = `Put ${what} right, or bring the file back from a copy, and run this again; nothing was changed.`;
    return new Failure("conflict", `${this.manifest}: ${why}. ${remedy}`);
  }

  /** Written beside and renamed: running workers read the old manifest or the new one. */
  private replace(models: readonly unknown[]): void {
    writeFileSync(`${this.manifest}.tmp`, `${JSON.stringify({ models }, null, 2)}\n`);
    renameSync(`${this.manifest}.tmp`, this.manifest);
  }
}

const nameOf = (entry: unknown) => (entry as { name?: unknown } | null)?.name;

/** The version after this one: the same major, the next minor. */
export function nextVersion(version: string | undefined): string {
  if (!version) return "1.0.0";
  const [major, minor = 0] = version.split(".").map(Number);
  return `${major}.${minor + 1}.0`;
}
