import { createReadStream } from "node:fs";
import { parse } from "csv-parse";
import { Failure } from "#lib/domain/failure";
import { type FileRow, type ImportFormat, LONGEST_CELL, type TableRow } from "#lib/domain/imports";
import { xlsxRows } from "./xlsx-rows";

/**
 * Reads a file row by row, holding one row at a time (an .xlsx also its shared texts). Throws `invalid_input` where
 * the file stops making sense.
 */
export function tableRows(path: string, format: ImportFormat): AsyncIterable<FileRow> {
  if (format === "xlsx") return xlsxRows(path);
  return format === "csv" ? csvRows(path) : jsonlRows(path);
}

/** The columns of a file (of its first 100 rows, where each row names its own) and its first few rows. */
export async function sniffTable(
  path: string,
  format: ImportFormat,
): Promise<{ columns: string[]; sample: TableRow[] }> {
  const columns = new Set<string>();
  const sample: TableRow[] = [];
  let seen = 0;
  for await (const entry of tableRows(path, format)) {
    if ("row" in entry) {
      for (const name of Object.keys(entry.row)) columns.add(name);
      if (sample.length < 5) sample.push(entry.row);
    }
    if (++seen >= 100) break;
  }
  if (columns.size === 0) throw new Failure("invalid_input", "The file holds no rows.");
  if (columns.size > 500) throw new Failure("invalid_input", "The file has more than 500 columns.");
  return { columns: [...columns], sample };
}

/** Comma, semicolon or tab: whichever the first line has most of. */
async function delimiterOf(path: string): Promise<string> {
  for await (const chunk of createReadStream(path, { end: 65_535, encoding: "utf8" })) {
    const line = (chunk as string).split("\n")[0] ?? "";
    const counts = [",", ";", "\t"].map((delimiter) => [delimiter, line.split(delimiter).length] as const);
    return counts.reduce((most, next) => (next[1] > most[1] ? next : most))[0];
  }
  return ",";
}

async function* csvRows(path: string): AsyncIterable<FileRow> {
  const parser = parse({
    columns: true,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: LONGEST_CELL,
    delimiter: await delimiterOf(path),
  });
  const source = createReadStream(path);
  source.once("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<TableRow>) {
      row += 1;
      yield { row: record };
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("CSV_"))
      throw new Failure("invalid_input", `The file cannot be read after row ${row}: it is not valid CSV.`);
    throw error;
  } finally {
    source.destroy();
  }
}

async function* jsonlRows(path: string): AsyncIterable<FileRow> {
  let rest = "";
  for await (const chunk of createReadStream(path, { encoding: "utf8" })) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_CELL)
      throw new Failure("invalid_input", `A line is longer than ${LONGEST_CELL} characters.`);
    for (const line of lines) if (line.trim() !== "") yield jsonRow(line);
  }
  if (rest.trim() !== "") yield jsonRow(rest);
}

/** Objects one level down are columns too: `metadata.user_id`. */
function jsonRow(line: string): FileRow {
  let value: unknown;
  try {
    value = JSON.parse(line.replace(/^\uFEFF/, ""));
  } catch {
    return { error: "The line is not JSON." };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { error: "The line is not a JSON object." };
  const row: TableRow = {};
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry === "object" && entry !== null && !Array.isArray(entry))
      for (const [inner, cell] of Object.entries(entry)) row[`${name}.${inner}`] = asText(cell);
    else row[name] = asText(entry);
  }
  return { row };
}

function asText(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}
