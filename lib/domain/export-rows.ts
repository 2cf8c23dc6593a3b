/** The columns of an exported item, in order. */
export const EXPORT_COLUMNS = [
  "id",
  "content_id",
  "received_at",
  "state",
  "decision",
  "decided_by",
  "confidence",
  "safety",
  "author",
  "community",
  "language",
  "scores",
];

/**
 * One line of CSV (RFC 4180). A value that a spreadsheet would take for a formula gets an apostrophe in front, because
 * authors choose what they write and what they and their communities are called. Numbers stay numbers.
 */
export function csvLine(values: readonly unknown[]): string {
  return `${values.map(csvCell).join(",")}\r\n`;
}

const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
