import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { ModelManifest } from "./manifest";

/** A hidden folder with what is coming, what stood in its place, and the entry that the manifest will have. */
const PREFIX = ".adding-";
const [COMING, BEFORE, ENTRY] = ["coming", "before", "entry.json"] as const;

type Entry = Pick<ModelManifest, "name" | "version">;

const homeOf = (folder: string, { name, version }: Entry) => path.join(folder, name, version);
const remove = (place: string) => rmSync(place, { recursive: true, force: true });

/**
 * Moves the files of an entry to their place and lets `commit` put it on the manifest: both, or neither. Until then what stood in
 * their place lies in a hidden folder beside, from which a failure, or `clearUnfinished` after a crash, brings it back. Only
 * under the folder's lock.
 * @param entries of the manifest, as they are written
 * @throws whatever keeps a file from being written, and what `commit` throws
 */
export function installFiles(
  folder: string,
  entry: ModelManifest,
  files: ReadonlyMap<string, Uint8Array>,
  { entries, commit }: { entries: readonly unknown[]; commit: () => void },
): void {
  const staging = path.join(folder, `${PREFIX}${entry.name}`);
  const [coming, home] = [path.join(staging, COMING), homeOf(folder, entry)];
  try {
    mkdirSync(coming, { recursive: true });
    for (const [file, bytes] of files) writeFileSync(path.join(coming, file), bytes);
    // Before anything moves, so that whoever comes after a crash knows what to put back.
    writeFileSync(path.join(staging, ENTRY), JSON.stringify(entry));
    mkdirSync(path.dirname(home), { recursive: true });
    if (existsSync(home)) renameSync(home, path.join(staging, BEFORE));
    renameSync(coming, home);
    commit();
  } catch (error) {
    undo(folder, staging, entry, entries);
    throw error;
  }
  discard(staging);
}

/**
 * Undoes what an installation left that did not come to its end, or tidies up after one that came as far as the manifest. Only
 * under the folder's lock, where nobody else is installing.
 * @param entries of the manifest, as they are written
 */
export function clearUnfinished(folder: string, entries: readonly unknown[]): void {
  for (const name of readdirSync(folder).filter((each) => each.startsWith(PREFIX))) {
    const staging = path.join(folder, name);
    const entry = entryIn(staging);
    // What is still coming is not in its place, even where the manifest had the very same entry before.
    const isDone =
      !existsSync(path.join(staging, COMING)) &&
      entries.some((each) => JSON.stringify(each) === JSON.stringify(entry));
    if (!entry || isDone) discard(staging);
    else undo(folder, staging, entry, entries);
  }
}

/** The entry that an installation noted; undefined where it did not come so far, so that nothing was moved. */
function entryIn(staging: string): Entry | undefined {
  try {
    return JSON.parse(readFileSync(path.join(staging, ENTRY), "utf8"));
  } catch {
    return undefined;
  }
}

/** Can itself be broken off at any point, and done again. */
function undo(folder: string, staging: string, entry: Entry, entries: readonly unknown[]): void {
  const home = homeOf(folder, entry);
  const before = path.join(staging, BEFORE);
  if (existsSync(before)) {
    remove(home);
    renameSync(before, home);
  } else if (existsSync(home) && !entries.some((each) => isOf(entry, each as Partial<Entry> | null))) {
    remove(home);
  }
  try {
    rmdirSync(path.dirname(home));
  } catch {
    // Other versions lie there, or nothing does.
  }
  discard(staging);
}

const isOf = ({ name, version }: Entry, listed: Partial<Entry> | null) =>
  listed?.name === name && listed.version === version;

/** What was there before goes first: with the note gone, it would be taken for what is to be brought back. */
function discard(staging: string): void {
  remove(path.join(staging, BEFORE));
  remove(staging);
}
