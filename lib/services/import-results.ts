import { csvLine } from "#lib/domain/export-rows";
import { IMPORT_FORMATS, type TableRow } from "#lib/domain/imports";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { type Import, type RowOutcome, readOutcomes } from "#lib/store/imports";
import { tableRows } from "./table-rows";

const PAGE = 500;

const OWN_COLUMNS = [
  "sightline_id",
  "sightline_decision",
  "sightline_waits_for_a_person",
  "sightline_confidence",
  ...CATEGORIES.map((category) => `sightline_${category}`),
  "sightline_media_problem",
  "sightline_error",
];

/**
 * The file again as CSV, each row with what became of it: its columns as they were, but for what a spreadsheet would
 * take for a formula, then ours. With `errorsOnly`, the rows that were refused. Rows that are not taken yet are left out.
 */
export async function* importResults(found: Import, errorsOnly = false): AsyncGenerator<string> {
  const format = IMPORT_FORMATS.find((entry) => entry === found.format) ?? "csv";
  const ours = errorsOnly ? ["sightline_error"] : OWN_COLUMNS;
  yield `\uFEFF${csvLine(["row", ...found.columns, ...ours])}`;
  let row = 0;
  let page: { row: number; cells: TableRow }[] = [];
  for await (const entry of tableRows(found.path, format)) {
    row += 1;
    if (row > found.cursor) break;
    page.push({ row, cells: "row" in entry ? entry.row : {} });
    if (page.length < PAGE) continue;
    yield await lines(found, page, errorsOnly);
    page = [];
  }
  if (page.length > 0) yield await lines(found, page, errorsOnly);
}

async function lines(
  found: Import,
  page: { row: number; cells: TableRow }[],
  errorsOnly: boolean,
): Promise<string> {
  const outcomes = await readOutcomes(found.id, page[0]?.row ?? 0, page.at(-1)?.row ?? 0);
  const byRow = new Map(outcomes.map((outcome) => [outcome.row, outcome]));
  return page
    .flatMap(({ row, cells }) => {
      const outcome = byRow.get(row);
      if (!outcome || (errorsOnly && outcome.error === null)) return [];
      const before = [String(row), ...found.columns.map((name) => cells[name] ?? "")];
      return [csvLine([...before, ...(errorsOnly ? [outcome.error ?? ""] : ownCells(outcome))])];
    })
    .join("");
}

function ownCells(outcome: RowOutcome): string[] {
  const { itemId, decision, state, confidence, scores, mediaProblems, error } = outcome;
  return [
    itemId ?? "",
    decision ?? "",
    state === "in_review" ? "yes" : state === "decided" ? "no" : "",
    confidence === null ? "" : String(confidence),
    ...CATEGORIES.map((category) => String(scores[category] ?? "")),
    mediaProblems.join("; "),
    error ?? "",
  ];
}
