import { Failure } from "#lib/domain/failure";
import { categoryOf } from "#lib/domain/label-names";
import { LONGEST_SCORED } from "#lib/domain/score";
import { answerOf, isUnscored, type LabelMapping } from "./labels";
import { readLines } from "./lines";

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
  id: string | number;
  text: string;
  language: string | null;
  /** A field that is a list names several; undefined where the row has no such field. */
  groups?: readonly string[];
  /** Raw labels by name; undefined where the row has none. */
  labels: Readonly<Record<string, unknown>>;
  /** Whether the labels were a list of names, where what is left out is a no. */
  listed: boolean;
}

/** What a first reading finds, before anything is judged. */
export interface QualitySurvey {
  rows: number;
  /** How the labels are read: the given mappings, or those found by name. */
  mappings: readonly LabelMapping[];
  /** What was odd and how it was met, for people to read. */
  notes: string[];
}

type Json = Record<string, unknown>;

/** A field by its name, or by a dotted path; "." is the row itself. */
function field(row: Json, path: string): unknown {
  if (path === ".") return row;
  if (Object.hasOwn(row, path)) return row[path];
  return path
    .split(".")
    .reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), row);
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refuse = (line: number, why: string) => new Failure("invalid_input", `line ${line} ${why}`);

/**
 * The rows of a JSONL file (also gzipped), in order, one at a time.
 * @throws Failure with the line's number where a line is not JSON, is no object, or its text is none
 */
export async function* qualityRows(file: string, options: RowOptions): AsyncGenerator<QualityRow> {
  for await (const { row } of parsedRows(file, options)) yield row;
}

/** How a row differs from what it should be. */
interface Oddities {
  noText: boolean;
  cut: boolean;
  noId: boolean;
}

async function* parsedRows(
  file: string,
  options: RowOptions,
): AsyncGenerator<{ row: QualityRow; fields: string[]; odd: Oddities; line: number }> {
  let [line, rows] = [0, 0];
  for await (const text of readLines(file)) {
    line += 1;
    if (text.trim() === "") continue;
    yield { ...rowOf(text, line, options), line };
    rows += 1;
    if (rows === options.limit) return;
  }
}

function rowOf(
  text: string,
  line: number,
  options: RowOptions,
): { row: QualityRow; fields: string[]; odd: Oddities } {
  const json = parse(text, line);
  const raw = field(json, options.text) ?? null;
  if (typeof raw === "object" && raw !== null)
    throw refuse(
      line,
      `has no text in its field ${options.text}, but ${Array.isArray(raw) ? "a list" : "an object"}`,
    );
  const whole = raw === null ? "" : String(raw);
  const id = field(json, options.id) ?? "";
  const groups = options.group === undefined ? undefined : groupsOf(field(json, options.group));
  const language = options.language === undefined ? undefined : field(json, options.language);
  const row: QualityRow = {
    id: id === "" ? String(line) : typeof id === "number" ? id : asText(id),
    text: whole.slice(0, LONGEST_SCORED),
    language: typeof language === "string" && language !== "" ? language : null,
    ...(groups === undefined ? {} : { groups }),
    labels: labelsOf(json, options),
    listed: Array.isArray(field(json, options.labels)),
  };
  const odd = { noText: raw === null, cut: whole.length > LONGEST_SCORED, noId: id === "" };
  return { row, fields: Object.keys(json), odd };
}

/** The groups that a field names, each once. */
function groupsOf(value: unknown): string[] | undefined {
  if (value === null || value === undefined) return undefined;
  const names = (Array.isArray(value) ? value : [value]).filter((name) => name !== null);
  return [...new Set(names.map(asText))];
}

const asText = (value: unknown) =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

function parse(text: string, line: number): Json {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    throw refuse(line, "is not JSON: mend it or take it out. Nothing was judged");
  }
  if (Array.isArray(row))
    throw refuse(line, "is a list, not a JSON object: each row stands on a line of its own");
  if (!isObject(row)) throw refuse(line, "is not a JSON object");
  return row;
}

/** Labels by name, whether they are an object, a list of names, or fields of the row. */
function labelsOf(row: Json, options: RowOptions): QualityRow["labels"] {
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
  return { ...own, ...named };
}

/**
 * Reads the whole file once, so that a bad line or label is found before hours of judging, not after.
 * @throws Failure naming the line, the label or the field that is wrong
 */
export async function surveyQualityFile(file: string, options: RowOptions): Promise<QualitySurvey> {
  const survey = new Survey(options);
  for await (const parsed of parsedRows(file, options)) survey.take(parsed);
  return survey.finish(file);
}

/** Names that are listed where a wanted one is not among them. */
const MOST_NAMES = 40;

class Survey {
  private readonly counts = { rows: 0, noText: 0, cut: 0, noId: 0 };
  private readonly fields = new Set<string>();
  private readonly labels = new Map<string, LabelMapping | undefined>();
  private readonly missing: Map<string, string>;
  /** Of each label, how many values say that nobody labelled the row. */
  private readonly unscored = new Map<string, number>();

  constructor(private readonly options: RowOptions) {
    const wanted = { "--group": options.group, "--language": options.language };
    this.missing = new Map(Object.entries(wanted).flatMap(([flag, name]) => (name ? [[flag, name]] : [])));
  }

  take({ row, fields, odd, line }: { row: QualityRow; fields: string[]; odd: Oddities; line: number }): void {
    this.counts.rows += 1;
    for (const name of fields) if (this.fields.size < MOST_NAMES) this.fields.add(name);
    for (const name of ["noText", "cut", "noId"] as const) if (odd[name]) this.counts[name] += 1;
    if (row.groups !== undefined) this.missing.delete("--group");
    if (row.language !== null) this.missing.delete("--language");
    const byName = this.namedIn(row);
    for (const mapping of this.options.mappings.length > 0 ? this.options.mappings : byName) {
      answerIn(row, mapping, line);
      const { label } = mapping;
      if (isUnscored(row.labels[label], mapping))
        this.unscored.set(label, (this.unscored.get(label) ?? 0) + 1);
    }
  }

  /** Mappings of a row's labels by their usual names. */
  private namedIn(row: QualityRow): LabelMapping[] {
    return Object.keys(row.labels).flatMap((label) => {
      if (!this.labels.has(label)) {
        const category = categoryOf(label);
        this.labels.set(label, category && { label, question: [category] });
      }
      return this.labels.get(label) ?? [];
    });
  }

  finish(file: string): QualitySurvey {
    const { rows, noText } = this.counts;
    const { text, mappings: given } = this.options;
    const fail = (why: string) => new Failure("invalid_input", why);
    const has = [...this.fields].join(", ");
    if (rows === 0) throw fail(`${file} has no rows`);
    if (noText === rows)
      throw fail(
        `no row of ${file} has a field ${text}; its fields are ${has}. Name the one with the text: --text FIELD`,
      );
    for (const [flag, name] of this.missing)
      throw fail(`no row of ${file} has a field ${name} (${flag}); its fields are ${has}`);
    const unknown = given.find(({ label }) => !this.labels.has(label));
    if (unknown) {
      const labels = [...this.labels.keys()].slice(0, MOST_NAMES).join(", ") || "none";
      throw fail(`no row of ${file} has a label ${unknown.label} (--map); its labels are ${labels}`);
    }
    const mappings = given.length > 0 ? given : [...this.labels.values()].flatMap((each) => each ?? []);
    return { rows, mappings, notes: [...notesOn(this.counts, mappings), ...notesOnUnscored(this.unscored)] };
  }
}

function notesOn(
  { noText, cut, noId }: { noText: number; cut: number; noId: number },
  mappings: readonly LabelMapping[],
): string[] {
  const notes: string[] = [];
  if (noText > 0) notes.push(`${noText} rows have no text and are judged as empty`);
  if (cut > 0) notes.push(`${cut} texts are cut at ${LONGEST_SCORED} characters`);
  if (noId > 0) notes.push(`${noId} rows have no id: theirs is the number of their line`);
  if (mappings.length === 0)
    notes.push(
      "no label has a name that says its category: scores are written, nothing is measured (--map label=category)",
    );
  return notes;
}

function notesOnUnscored(unscored: ReadonlyMap<string, number>): string[] {
  const [first] = unscored.keys();
  if (first === undefined) return [];
  const counts = [...unscored].slice(0, MOST_NAMES).map(([label, rows]) => `${label} in ${rows} rows`);
  return [
    `labels below 0 or NaN count as not labelled: ${counts.join(", ")}. Where they mean no, name the value that means yes (--map "${first}:1=CATEGORY")`,
  ];
}

/** A row's answer to a mapping; undefined where it is silent. @throws Failure naming the row, and its line where given */
export function answerIn(row: QualityRow, mapping: LabelMapping, line?: number): 0 | 1 | undefined {
  try {
    return answerOf(row.labels[mapping.label] ?? (row.listed ? false : undefined), mapping);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const where = line === undefined ? "" : `line ${line}, `;
    throw new Failure("invalid_input", `${where}row ${row.id}: ${error.message}`);
  }
}
