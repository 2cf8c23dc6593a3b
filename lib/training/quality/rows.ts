import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { Failure } from "#lib/domain/failure";
import { categoryOf } from "#lib/domain/label-names";
import { LONGEST_SCORED } from "#lib/domain/score";
import { answerOf, type LabelMapping } from "./labels";

export interface RowOptions {
  /** Fields of a row, by name or dotted path. */
  text: string;
  id: string;
  labels: string;
  group?: string;
  language?: string;
  /** Without any, labels are known by their usual names. */
  mappings: readonly LabelMapping[];
  limit?: number;
}

/** One row of a labelled file, as the bench needs it. */
export interface QualityRow {
  /** As given, or the number of the line. */
  id: string;
  text: string;
  language: string | null;
  group?: string;
  /** Raw labels by name; undefined where the row has none. */
  labels: Readonly<Record<string, unknown>>;
  /** Whether the labels were a list of names, where what is left out is a no. */
  listed: boolean;
}

export interface QualityFile {
  rows: QualityRow[];
  /** How the labels are read: the given mappings, or those found by name. */
  mappings: readonly LabelMapping[];
  /** What was odd and how it was met, for people to read. */
  notes: string[];
}

type Json = Record<string, unknown>;

/** A field by its name, or by a dotted path; "." is the row itself. */
function field(row: Json, path: string): unknown {
  if (path === ".") return row;
  if (path in row) return row[path];
  return path.split(".").reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), row);
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads a JSONL file (also gzipped), row by row, in order.
 * @throws Failure with the line's number where a line is not JSON, is no object, or has no text field anywhere
 */
export async function readQualityFile(file: string, options: RowOptions): Promise<QualityFile> {
  const source = createReadStream(file);
  const stream = file.endsWith(".gz") ? source.pipe(createGunzip()) : source;
  const opened = new Promise<never>((_, reject) => {
    source.once("error", reject);
    stream.once("error", reject);
  });
  opened.catch(() => undefined);
  const lines = createInterface({ input: stream, crlfDelay: Infinity });
  const reader = new RowReader(options);
  const read = async (): Promise<void> => {
    for await (const line of lines) {
      if (!reader.take(line)) break;
    }
  };
  try {
    await Promise.race([read(), opened]);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure("invalid_input", `${file} cannot be read: ${reason}`);
  }
  return reader.finish(file);
}

class RowReader {
  private readonly rows: QualityRow[] = [];
  private readonly fields = new Set<string>();
  private readonly labelNames = new Set<string>();
  private readonly counts = { noText: 0, cut: 0, noId: 0 };
  private line = 0;

  constructor(private readonly options: RowOptions) {}

  /** Takes one line; false when no more are wanted. */
  take(line: string): boolean {
    this.line += 1;
    const clean = this.line === 1 ? line.replace(/^\ufeff/u, "") : line;
    if (clean.trim() === "") return true;
    const row = this.parse(clean);
    for (const name of Object.keys(row)) if (this.fields.size < 40) this.fields.add(name);
    const { options } = this;
    const raw = field(row, options.text);
    const text = raw === null || raw === undefined ? "" : String(raw);
    if (raw === null || raw === undefined) this.counts.noText += 1;
    if (text.length > LONGEST_SCORED) this.counts.cut += 1;
    const id = field(row, options.id);
    if (id === null || id === undefined || id === "") this.counts.noId += 1;
    const group = options.group === undefined ? undefined : field(row, options.group);
    const language = options.language === undefined ? undefined : field(row, options.language);
    this.rows.push({
      id: id === null || id === undefined || id === "" ? String(this.line) : String(id),
      text: text.slice(0, LONGEST_SCORED),
      language: typeof language === "string" && language !== "" ? language : null,
      ...(group === null || group === undefined ? {} : { group: String(group) }),
      labels: this.labelsOf(row),
      listed: Array.isArray(field(row, options.labels)),
    });
    return options.limit === undefined || this.rows.length < options.limit;
  }

  private parse(line: string): Json {
    let row: unknown;
    try {
      row = JSON.parse(line);
    } catch {
      throw new Failure("invalid_input", `line ${this.line} is not JSON`);
    }
    if (!isObject(row)) throw new Failure("invalid_input", `line ${this.line} is not a JSON object`);
    return row;
  }

  /** Labels by name, whether they are an object, a list of names, or fields of the row. */
  private labelsOf(row: Json): QualityRow["labels"] {
    const { options } = this;
    const value = field(row, options.labels);
    const named = Object.fromEntries(
      options.mappings
        .map(({ label }): [string, unknown] => [
          label,
          isObject(value) ? (value[label] ?? field(row, label)) : field(row, label),
        ])
        .filter(([, found]) => found !== undefined),
    );
    const own: Json = isObject(value)
      ? { ...value }
      : Array.isArray(value)
        ? Object.fromEntries(value.map((name) => [String(name), true]))
        : value === undefined
          ? Object.fromEntries(Object.entries(row).filter(([name]) => categoryOf(name) !== undefined))
          : { [options.labels]: value };
    const labels = { ...own, ...named };
    for (const name of Object.keys(labels)) this.labelNames.add(name);
    return labels;
  }

  finish(file: string): QualityFile {
    const { rows, options, counts } = this;
    if (rows.length === 0) throw new Failure("invalid_input", `${file} has no rows`);
    if (counts.noText === rows.length) {
      const names = [...this.fields].join(", ");
      throw new Failure(
        "invalid_input",
        `no row of ${file} has a field ${options.text}; its fields are ${names}. Name the one with the text: --text FIELD`,
      );
    }
    const mappings = options.mappings.length > 0 ? options.mappings : this.mappingsByName();
    const notes: string[] = [];
    if (counts.noText > 0) notes.push(`${counts.noText} rows have no text and are judged as empty`);
    if (counts.cut > 0) notes.push(`${counts.cut} texts are cut at ${LONGEST_SCORED} characters`);
    if (counts.noId > 0) notes.push(`${counts.noId} rows have no id: theirs is the number of their line`);
    if (mappings.length === 0)
      notes.push(
        "no label has a name that says its category: scores are written, nothing is measured (--map label=category)",
      );
    return { rows, mappings, notes };
  }

  private mappingsByName(): LabelMapping[] {
    return [...this.labelNames].flatMap((label) => {
      const category = categoryOf(label);
      return category ? [{ label, question: [category] }] : [];
    });
  }
}

/** A row's answer to a mapping; undefined where it is silent. @throws Failure naming the row */
export function answerIn(row: QualityRow, mapping: LabelMapping): 0 | 1 | undefined {
  try {
    return answerOf(row.labels[mapping.label] ?? (row.listed ? false : undefined), mapping);
  } catch (error) {
    if (error instanceof Failure) throw new Failure("invalid_input", `row ${row.id}: ${error.message}`);
    throw error;
  }
}
