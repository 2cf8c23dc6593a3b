/** One record of a CSV file. */
export interface CsvRow {
  /** Line of the file, from 1, where the record begins; a quoted field may reach over several. */
  line: number;
  fields: string[];
  /** Why its fields cannot be trusted, when its quotes are wrong. */
  problem?: string;
}

const NEEDS_QUOTES = /[",\r\n]/;
/** One field with what ends it: quoted or plain, then a comma, a line end or the end of the file. */
const FIELD = /(?:"([^"]*(?:""[^"]*)*)"|((?:[^",\r\n][^,\r\n]*)?))(,|\r\n|\n|\r|$)/y;
const REST_OF_LINE = /[^\r\n]*(?:\r\n|\n|\r|$)/y;

/** One record with its line end (RFC 4180). */
export function writeCsvRow(fields: readonly string[]): string {
  const written = fields.map((field) =>
    NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
  );
  return `${written.join(",")}\r\n`;
}

/** Reads CSV (RFC 4180, any line end, a byte order mark ignored). Empty lines are left out; nothing throws. */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const { row, end } = readRecord(text, at, line);
    if (row.problem || row.fields.length > 1 || row.fields[0] !== "") rows.push(row);
    line += countLines(text, at, end);
    at = end;
  }
  return rows;
}

function readRecord(text: string, from: number, line: number): { row: CsvRow; end: number } {
  const fields: string[] = [];
  let at = from;
  for (;;) {
    FIELD.lastIndex = at;
    const match = FIELD.exec(text);
    if (!match) {
      // A quote that is never closed, or text behind a closing one: go on with the next line.
      REST_OF_LINE.lastIndex = at;
      REST_OF_LINE.exec(text);
      const problem = "A quotation mark is not closed, or text follows a closed one.";
      return { row: { line, fields: [], problem }, end: REST_OF_LINE.lastIndex };
    }
    const [, quoted, plain = "", ending] = match;
    fields.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    at = FIELD.lastIndex;
    if (ending !== ",") return { row: { line, fields }, end: at };
  }
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = from; at < to; at++)
    if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) lines++;
  return lines;
}
