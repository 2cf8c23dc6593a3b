import { createHash } from "node:crypto";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";

/** Says of each text how likely each category is, in the order of CATEGORIES, NaN where it does not say. */
export type Teacher = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** Share of the teacher in what a labelled cell teaches, and in one that a word list guesses. */
const BESIDE_LABEL = 0.2;
const BESIDE_GUESS = 0.5;
/** How far it is trusted where nothing else is known. */
const ALONE_TRUST = 0.3;
/** What it knows from the style of two sets alone is no lesson for the others. */
const NOT_TAUGHT: ReadonlySet<Category> = new Set(["misinformation"]);

/**
 * Lets what a teacher says of a row speak in its targets and trust, in place: alone where nothing is known, and a little
 * beside labels and guesses, so that a label is a strong hint and not a certainty (self-distillation).
 * @param labelled the row's own labels, NaN where the set is silent
 */
export function heed(
  said: Float32Array,
  labelled: Float32Array,
  targets: Float32Array,
  trust: Float32Array,
): void {
  for (const [column, category] of CATEGORIES.entries()) {
    const probability = said[column] as number;
    if (Number.isNaN(probability) || NOT_TAUGHT.has(category)) continue;
    const known = targets[column] as number;
    if (Number.isNaN(known)) {
      targets[column] = probability;
      trust[column] = ALONE_TRUST;
      continue;
    }
    const share = Number.isNaN(labelled[column] as number) ? BESIDE_GUESS : BESIDE_LABEL;
    targets[column] = (1 - share) * known + share * probability;
  }
}

/**
 * A teacher that asks only once for the same texts: what it says is kept in `file` with its name, so that a run which is
 * taken up again, or published again, learns from the teacher that it began with.
 * @param name the teacher's models and their versions
 */
export function keptTeacher(file: string, name: string, teacher: Teacher): Teacher {
  return async (texts) => {
    const hash = createHash("sha256");
    for (const text of texts) hash.update(`${text.length} ${text}`);
    const fingerprint = hash.digest("hex");
    const kept = readCheckpoint(file);
    const width = CATEGORIES.length;
    if (kept?.state.fingerprint === fingerprint) {
      const all = kept.arrays[0] as Float32Array;
      return texts.map((_, at) => all.subarray(at * width, (at + 1) * width));
    }
    const said = await teacher(texts);
    const all = new Float32Array(texts.length * width);
    for (const [at, row] of said.entries()) all.set(row, at * width);
    writeCheckpoint(file, { state: { fingerprint, name }, arrays: [all] });
    return said;
  };
}

/** The name of the teacher whose answers are kept in a file; undefined where there was none. */
export function keptTeacherName(file: string): string | undefined {
  const name = readCheckpoint(file)?.state.name;
  return name === undefined ? undefined : String(name);
}
