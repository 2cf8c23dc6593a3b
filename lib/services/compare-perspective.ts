import type { Readable } from "node:stream";
import { parse } from "csv-parse";
import { Failure } from "#lib/domain/failure";
import { findAttribute } from "#lib/domain/perspective";
import { compareScores, type ScoreComparison, type ScorePair } from "#lib/domain/score-comparison";
import type { Scores } from "#lib/domain/taxonomy";

/** Names under which tables keep the text, likeliest first. */
const TEXT_COLUMNS = ["text", "comment", "comment_text", "content", "body", "message"];
const LANGUAGE_COLUMNS = ["language", "lang", "locale"];
/** Old thresholds to find the new ones for. */
const THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
const MOST_MOVED = 10;

export interface OldScore {
  /** Row of the table, the header being 1. */
  row: number;
  text: string;
  language: string | null;
  /** By attribute. */
  scores: Record<string, number>;
}

export interface ScoreTable {
  attributes: string[];
  rows: OldScore[];
  /** Rows without a text, or with a score that is no number from 0 to 1. */
  skipped: { row: number; reason: string }[];
}

/** `perspective_toxicity_score` is TOXICITY; null for a column that is no attribute. */
function attributeOf(column: string): string | null {
  const name = column
    .trim()
    .toUpperCase()
    .replaceAll(/[^A-Z]+/g, "_")
    .replace(/^PERSPECTIVE_/, "")
    .replace(/_(SCORE|PROBABILITY|VALUE)$/, "");
  return findAttribute(name) ? name : null;
}

function columnOf(header: string[], wanted: string[], what: string): string | undefined {
  const found = wanted.flatMap((name) => header.filter((column) => column.trim().toLowerCase() === name));
  if (found[0] === undefined && what)
    throw new Failure("invalid_input", `There is no ${what} column. The columns are: ${header.join(", ")}.`);
  return found[0];
}

export interface TableOptions {
  /** Column that holds the text; found by its name otherwise. */
  textColumn?: string;
  delimiter?: string;
}

/**
 * Reads a CSV table of texts with their old Perspective scores: a text column and one column per attribute, under the
 * attribute's name. Throws `invalid_input` when it has no such columns or is no CSV.
 */
export async function readScoreTable(source: Readable, options: TableOptions = {}): Promise<ScoreTable> {
  const { textColumn, delimiter = "," } = options;
  const table: ScoreTable = { attributes: [], rows: [], skipped: [] };
  let columns:
    | { text: string; language?: string; attributes: [column: string, attribute: string][] }
    | undefined;
  const parser = source.pipe(
    parse({ columns: true, bom: true, skip_empty_lines: true, relax_column_count: true, delimiter }),
  );
  source.once("error", (error) => parser.destroy(error));
  let row = 1;
  try {
    for await (const record of parser as AsyncIterable<Record<string, string>>) {
      row += 1;
      columns ??= readHeader(Object.keys(record), textColumn);
      table.attributes = columns.attributes.map(([, attribute]) => attribute);
      const text = record[columns.text] ?? "";
      const scores: Record<string, number> = {};
      for (const [column, attribute] of columns.attributes) {
        const value = record[column]?.trim();
        if (value) scores[attribute] = Number(value);
      }
      const wrong = Object.values(scores).some((score) => !(score >= 0 && score <= 1));
      if (text.trim() === "") table.skipped.push({ row, reason: "no text" });
      else if (wrong) table.skipped.push({ row, reason: "a score that is no number from 0 to 1" });
      else
        table.rows.push({
          row,
          text,
          scores,
          language: (columns.language && record[columns.language]) || null,
        });
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))
      throw new Failure("invalid_input", `The table cannot be read after row ${row}: it is not valid CSV.`);
    throw error;
  }
  if (!columns) throw new Failure("invalid_input", "The table is empty.");
  return table;
}

function readHeader(header: string[], textColumn: string | undefined) {
  const text = columnOf(header, textColumn ? [textColumn.toLowerCase()] : TEXT_COLUMNS, "text") as string;
  const language = columnOf(header, LANGUAGE_COLUMNS, "");
  const attributes = header.flatMap((column): [string, string][] => {
    const attribute = column === text ? null : attributeOf(column);
    return attribute ? [[column, attribute]] : [];
  });
  if (attributes.length === 0)
    throw new Failure(
      "invalid_input",
      `No column is named like a Perspective attribute, such as TOXICITY. The columns are: ${header.join(", ")}.`,
    );
  return { text, language, attributes };
}

export interface PerspectiveComparison {
  attributes: Record<string, ScoreComparison>;
  /** Attributes for which there is no text with both an old and a new score. */
  uncovered: string[];
}

/**
 * Compares old scores with Sightline's.
 * @param score answers a text's new scores by category; empty where no model covers it
 */
export async function comparePerspective(
  table: ScoreTable,
  score: (entry: OldScore) => Promise<Scores>,
): Promise<PerspectiveComparison> {
  const pairs = new Map<string, ScorePair[]>(table.attributes.map((attribute) => [attribute, []]));
  await Promise.all(
    table.rows.map(async (entry) => {
      const { row, scores } = entry;
      const found = await score(entry);
      for (const [attribute, before] of Object.entries(scores)) {
        const after = findAttribute(attribute)?.read(found);
        if (after !== undefined) pairs.get(attribute)?.push({ row, before, after });
      }
    }),
  );
  const result: PerspectiveComparison = { attributes: {}, uncovered: [] };
  for (const [attribute, found] of pairs) {
    if (found.length === 0) result.uncovered.push(attribute);
    else result.attributes[attribute] = compareScores(found, THRESHOLDS, MOST_MOVED);
  }
  return result;
}
