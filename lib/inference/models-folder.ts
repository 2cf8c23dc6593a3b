import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { ExitBounds } from "#lib/domain/cascade";
import { Failure } from "#lib/domain/failure";
import { withFolderLock } from "./folder-lock";
import { type GlanceManifest, type ModelManifest, manifestSchema } from "./manifest";
import { isPack, issuesOf, rawEntries, readEntries } from "./manifest-entries";
import { clearUnfinished, installFiles, removeFiles } from "./pack-installation";
import { writeManifest } from "./write-manifest";

/** What is derived of the text models together and stands in an entry: where they may stop, and how level 2 is joined with others. */
type Derived = { exit: ExitBounds } & Pick<GlanceManifest, "joint">;

/**
 * The models folder as it is written to, by training and by adding models; running workers take up what its manifest names. Whoever
 * changes the manifest reads it anew and writes it under the folder's lock, so that two programs at once lose nothing.
 */
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
   * Puts the entry, with the day, in place of the one of that name, in one step; others stay as they are written.
   * @throws Failure `conflict` where the manifest is damaged; nothing is written then
   */
  put(entry: ModelManifest): void {
    const fresh = dated(entry);
    this.change((entries) => this.replace(entries, fresh));
  }

  /** Writes the card and puts the entry, as `put` does. @throws Failure `conflict` where the manifest is damaged; nothing is written then */
  publish(entry: ModelManifest, card: string): void {
    const fresh = dated(entry);
    this.change((entries) => {
      this.writeCard(entry, card);
      this.replace(entries, fresh);
    });
  }

  /** Sets what is derived of models together, in one step; those of which `derivedOf` says nothing stay as they are written. */
  setDerived(derivedOf: (name: string) => Derived | undefined): void {
    this.change((entries) => {
      const names = this.models().map(({ name }) => name);
      const changed = entries.map((entry, at) => {
        const derived = derivedOf(names[at] as string);
        return derived ? { ...(entry as ModelManifest), ...derived } : entry;
      });
      writeManifest(this.folder, changed);
    });
  }

  /**
   * Puts a model in place with its files (by their names in its folder) and card: all of it, or nothing. The files are
   * written beside and moved, so that a model of the same name and version serves until its successor is complete.
   * @throws the file system's error where something cannot be written, Failure `conflict` where the manifest is damaged;
   * what was there before stays
   */
  install(entry: ModelManifest, card: string, files: ReadonlyMap<string, Uint8Array>): void {
    const fresh = dated(entry);
    this.change((entries) => {
      const commit = () => {
        this.writeCard(entry, card);
        this.replace(entries, fresh);
      };
      installFiles(this.folder, fresh, files, { entries, commit });
    });
  }

  /** Takes an added model off the manifest and deletes its files. @throws Failure `not_found` when there is none */
  remove(name: string): void {
    this.pack(name);
    this.change((entries) => {
      // Another program may have been quicker.
      const entry = this.pack(name);
      const others = entries.filter((each) => nameOf(each) !== name);
      removeFiles(this.folder, entry, () => writeManifest(this.folder, others));
    });
  }

  private pack(name: string): ModelManifest {
    const model = this.models().find((each) => each.name === name && isPack(each));
    if (model) return model;
    throw new Failure("not_found", `there is no model pack named ${name}`);
  }

  /** Reads the entries and lets `make` change them, alone, after what a program left half done that was killed is put right. */
  private change(make: (entries: readonly unknown[]) => void): void {
    mkdirSync(this.folder, { recursive: true });
    withFolderLock(this.folder, () => {
      const entries = this.entries();
      clearUnfinished(this.folder, entries);
      make(entries);
    });
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

  private writeCard(entry: ModelManifest, card: string): void {
    mkdirSync(path.join(this.folder, path.dirname(entry.card)), { recursive: true });
    writeFileSync(path.join(this.folder, entry.card), card);
  }

  /** A new model comes last, and another version to where the one before stood. */
  private replace(entries: readonly unknown[], fresh: ModelManifest): void {
    const at = entries.findIndex((each) => nameOf(each) === fresh.name);
    const others = entries.filter((each) => nameOf(each) !== fresh.name);
    writeManifest(this.folder, others.toSpliced(at < 0 ? others.length : at, 0, fresh));
  }
}

const nameOf = (entry: unknown) => (entry as { name?: unknown } | null)?.name;

/** An entry with the day on which it is written. @throws z.ZodError where it is none */
function dated(entry: ModelManifest): ModelManifest {
  manifestSchema.parse({ models: [entry] });
  return { ...entry, written: new Date().toISOString().slice(0, 10) };
}

/** The version after this one: the same major, the next minor. */
export function nextVersion(version: string | undefined): string {
  if (!version) return "1.0.0";
  const [major, minor = 0] = version.split(".").map(Number);
  return `${major}.${minor + 1}.0`;
}
