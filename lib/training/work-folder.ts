import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { DATASETS } from "./label-table";
import { LEXICON_FILE } from "./text-screen-corpus";

const NOTE = "sets.json";
/** What the programs keep in a work folder ends so. */
const KEPT = ".bin";

/** sha256 of the sets by their names. */
const setsSchema = z.record(z.string(), z.string());
type Sets = z.infer<typeof setsSchema>;

/**
 * Begins a work folder with a note of the sets in `data` that its run learns from, or sees that it goes on with the same ones:
 * vocabulary, vectors and weights of other rows would be taken for theirs.
 * @returns a hash of the sets, for the fingerprint of checkpoints
 * @throws Failure `conflict` where the sets are others than it was begun with, or nobody knows which those were
 */
export function enterWork(work: string, data: string): string {
  const sets = setsIn(data);
  const file = path.join(work, NOTE);
  mkdirSync(work, { recursive: true });
  if (existsSync(file)) refuseOthers(work, noted(file), sets);
  else if (readdirSync(work, { recursive: true, encoding: "utf8" }).some((name) => name.endsWith(KEPT)))
    throw new Failure(
      "conflict",
      `${work} holds a run of which nobody noted the sets that it learns from. Name another folder with --work, or move what is in it away`,
    );
  else {
    // Several processes may begin a folder at once, each with the same note.
    const beside = `${file}.${process.pid}`;
    writeFileSync(beside, `${JSON.stringify(sets, null, 2)}\n`);
    renameSync(beside, file);
  }
  return createHash("sha256").update(JSON.stringify(sets)).digest("hex");
}

function setsIn(data: string): Sets {
  const names = [...DATASETS.map(({ file }) => file), LEXICON_FILE].sort();
  return Object.fromEntries(
    names.flatMap((name) => {
      const file = path.join(data, `${name}.jsonl.gz`);
      return existsSync(file) ? [[name, createHash("sha256").update(readFileSync(file)).digest("hex")]] : [];
    }),
  );
}

function noted(file: string): Sets {
  try {
    return setsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Failure(
      "invalid_input",
      `${file} cannot be read, so that nobody knows which sets the run learns from. Name another folder with --work`,
    );
  }
}

function refuseOthers(work: string, before: Sets, now: Sets): void {
  const changes = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort().flatMap((name) => {
    if (before[name] === now[name]) return [];
    return `${name} ${name in now ? (name in before ? "has changed" : "is new") : "is gone"}`;
  });
  if (changes.length > 0)
    throw new Failure(
      "conflict",
      `${work} holds a run on other data: ${changes.join(", ")}. Name another folder with --work to begin anew, or bring the sets back as they were to go on`,
    );
}
