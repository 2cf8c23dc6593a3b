import { existsSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { normalise } from "#lib/domain/text/normalise";
import { DATASETS, type DatasetSource, type Targets } from "./label-table";
import { readLines } from "./quality/lines";

const rowSchema = z.object({
  id: z.string(),
  lang: z.string(),
  text: z.string(),
  labels: z.record(z.string(), z.unknown()),
  typed_spans: z.array(z.tuple([z.string(), z.number(), z.number()])).optional(),
  char_offsets: z.array(z.number()).optional(),
});
export type DatasetRow = z.infer<typeof rowSchema>;

export type Split = "train" | "calibration" | "validation";

/** A stretch that people marked as the reason for a label: UTF-16 offsets, end exclusive. */
export interface Rationale {
  start: number;
  end: number;
  /** The set's own name of the harm, or "toxic". */
  type: string;
}

/** One labelled text. */
export interface Example {
  id: string;
  /** The file it came from. */
  source: string;
  /** ISO 639-1. */
  language: string;
  text: string;
  /** Soft targets in the order of CATEGORIES; NaN where the set is silent. */
  targets: Float32Array;
  weight: number;
  split: Split;
  rationales: Rationale[];
}

/** Targets as a row of CATEGORIES, NaN where unknown. */
export function targetRow(targets: Targets): Float32Array {
  return Float32Array.from(CATEGORIES, (category) => targets[category] ?? Number.NaN);
}

/** FNV-1a, mixed: the same on every machine. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/**
 * Which split a text belongs to: 80 % train, 10 % calibration, 10 % validation, by a hash of its letters and digits
 * after normalisation, so that copies of a text in several sets never sit on both sides.
 */
export function splitOf(text: string): Split {
  const letters = normalise(text).text.replace(/[^\p{L}\p{N}]+/gu, "");
  const tenth = stableHash(letters || text) % 10;
  return tenth === 0 ? "validation" : tenth === 1 ? "calibration" : "train";
}

/**
 * Rows of one `.jsonl.gz` file, streamed.
 * @throws Failure `invalid_input` with file and line where a row is not what it should be, or where the file is cut short
 */
export async function* readRows(file: string): AsyncGenerator<DatasetRow> {
  let line = 0;
  for await (const text of readLines(file)) {
    line += 1;
    if (text === "") continue;
    const refuse = (why: string) =>
      new Failure("invalid_input", `${file}:${line} is no row of a set: ${why}`);
    const parsed = rowSchema.safeParse(parsedJson(text, refuse));
    if (parsed.success) yield parsed.data;
    else
      throw refuse(
        parsed.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`).join("; "),
      );
  }
}

function parsedJson(text: string, refuse: (why: string) => Failure): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse((error as Error).message);
  }
}

const fileOf = (directory: string, { file }: DatasetSource) => path.join(directory, `${file}.jsonl.gz`);

/** @throws Failure `not_found` where a folder holds no set of the label table */
export function demandSets(directory: string): void {
  if (!DATASETS.some((source) => existsSync(fileOf(directory, source)))) throw noSets(directory);
}

const noSets = (directory: string) =>
  new Failure(
    "not_found",
    `no training set lies in ${directory}. Name the folder that holds them with --data; docs/training.md says which they are`,
  );

/** The offsets of the sets count code points; ours count UTF-16 units. */
function unitOffsets(text: string): (codePoint: number) => number {
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1)
    offsets.push(at);
  return (codePoint) => offsets[codePoint] ?? text.length;
}

/** The stretches that annotators marked in a row. */
export function rationalesOf(row: DatasetRow): Rationale[] {
  const toUnits = unitOffsets(row.text);
  if (row.typed_spans)
    return row.typed_spans.map(([type, start, end]) => ({ type, start: toUnits(start), end: toUnits(end) }));
  const rationales: Rationale[] = [];
  for (const offset of row.char_offsets ?? []) {
    const last = rationales.at(-1);
    const [start, end] = [toUnits(offset), toUnits(offset + 1)];
    if (last?.end === start) last.end = end;
    else rationales.push({ type: "toxic", start, end });
  }
  return rationales;
}

/** One row as an example, or null when its set has nothing to say about it. */
export function exampleOf(row: DatasetRow, source: DatasetSource): Example | null {
  const targets = source.targets(row.labels);
  if (targets === null || row.text.trim() === "") return null;
  return {
    id: row.id,
    source: source.file,
    language: row.lang,
    text: row.text,
    targets: targetRow(targets),
    weight: source.weight,
    split: splitOf(row.text),
    rationales: rationalesOf(row),
  };
}

export interface LoadOptions {
  /** Files to read; all of the table by default. */
  files?: string[];
  onFile?: (file: string, examples: number) => void;
}

/** All examples of the sets found in `directory`. @throws Failure when none is there, or a row is not what it should be */
export async function loadExamples(
  directory: string,
  { files, onFile }: LoadOptions = {},
): Promise<Example[]> {
  const sources = DATASETS.filter((source) => files === undefined || files.includes(source.file));
  const examples: Example[] = [];
  for (const source of sources) {
    const file = fileOf(directory, source);
    if (!existsSync(file)) continue;
    const before = examples.length;
    for await (const row of readRows(file)) {
      const example = exampleOf(row, source);
      if (example) examples.push(example);
    }
    onFile?.(source.file, examples.length - before);
  }
  if (examples.length === 0) throw noSets(directory);
  return examples;
}
