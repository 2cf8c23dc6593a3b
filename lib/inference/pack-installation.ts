import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { type ModelManifest, versionSchema } from "./manifest";
import { writeFlushed } from "./write-flushed";

/** A hidden folder with what is coming, what stood in its place, and the entry that the manifest will have. */
const PREFIX = ".adding-";
/** A hidden file with the entry of a model that goes. */
const GOING = ".removing-";
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
    // On the disk before the manifest names them, and before what stood there goes: a power cut would leave a list of empty files.
    for (const [file, bytes] of files) writeFlushed(path.join(coming, file), bytes);
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
 * Lets `commit` take an entry off the manifest and then deletes its files and card; a note stays until all of it is done. Only under the
 * folder's lock.
 * @throws whatever keeps the note from being written, and what `commit` throws
 */
export function removeFiles(
  folder: string,
  entry: Pick<ModelManifest, "name" | "card">,
  commit: () => void,
): void {
  const note = path.join(folder, `${GOING}${entry.name}`);
  writeFileSync(note, JSON.stringify(entry));
  try {
    commit();
  } catch (error) {
    remove(note);
    throw error;
  }
  deleteFiles(folder, entry, note);
}

function deleteFiles(
  folder: string,
  { name, card }: Pick<ModelManifest, "name" | "card">,
  note: string,
): void {
  const home = path.join(folder, name);
  // No more than was installed: of that name may also be what a user keeps there, or the folder of all cards.
  for (const version of existsSync(home) ? readdirSync(home) : [])
    if (versionSchema.safeParse(version).success) remove(path.join(home, version));
  removeEmpty(home);
  const written = path.join(folder, card);
  // A folder is no card, whatever the manifest says.
  if (statSync(written, { throwIfNoEntry: false })?.isFile()) rmSync(written);
  remove(note);
}

function removeEmpty(home: string): void {
  try {
    rmdirSync(home);
  } catch {
    // Something else lies there, or nothing does.
  }
}

/** Deletes what is left of models that are off the manifest; a note of one that is still on it came too early. */
function finishRemovals(folder: string, entries: readonly unknown[]): void {
  for (const each of readdirSync(folder).filter((name) => name.startsWith(GOING))) {
    const note = path.join(folder, each);
    const entry = entryIn(note);
    const isListed = entries.some((listed) => (listed as Partial<Entry> | null)?.name === entry?.name);
    if (entry?.card === undefined || isListed) remove(note);
    else deleteFiles(folder, { name: entry.name, card: entry.card }, note);
  }
}

/**
 * Undoes what an installation left that did not come to its end, or tidies up after one that came as far as the manifest, and
 * finishes removals. Only under the folder's lock, where nobody else is installing.
 * @param entries of the manifest, as they are written
 */
export function clearUnfinished(folder: string, entries: readonly unknown[]): void {
  finishRemovals(folder, entries);
  for (const name of readdirSync(folder).filter((each) => each.startsWith(PREFIX))) {
    const staging = path.join(folder, name);
    const entry = entryIn(path.join(staging, ENTRY));
    // What is still coming is not in its place, even where the manifest had the very same entry before.
    const isDone =
      !existsSync(path.join(staging, COMING)) &&
      entries.some((each) => JSON.stringify(each) === JSON.stringify(entry));
    if (!entry || isDone) discard(staging);
    else undo(folder, staging, entry, entries);
  }
}

/** The entry that was noted; undefined where it did not come so far, so that nothing was moved or deleted. */
function entryIn(note: string): (Entry & Partial<Pick<ModelManifest, "card">>) | undefined {
  try {
    return JSON.parse(readFileSync(note, "utf8"));
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
  removeEmpty(path.dirname(home));
  discard(staging);
}

const isOf = ({ name, version }: Entry, listed: Partial<Entry> | null) =>
  listed?.name === name && listed.version === version;

/** What was there before goes first: with the note gone, it would be taken for what is to be brought back. */
function discard(staging: string): void {
  remove(path.join(staging, BEFORE));
  remove(staging);
}
