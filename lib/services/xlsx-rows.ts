import type { Readable } from "node:stream";
import { SaxesParser, type SaxesTagPlain } from "saxes";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { Failure } from "#lib/domain/failure";
import { type FileRow, LONGEST_CELL } from "#lib/domain/imports";

/* The first sheet of an .xlsx (ECMA-376 part 1, 18.3 and 18.4), streamed: a zip of XML whose cells may point into one
 * table of shared texts, which has to be held. */

/** Unpacked, beyond which a file is taken for a bomb. */
const MOST_SHARED_CHARACTERS = 300_000_000;
const MOST_SHEET_BYTES = 2_000_000_000;

/** The rows of the first sheet, its first row naming the columns. */
export async function* xlsxRows(path: string): AsyncIterable<FileRow> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(() => {
    throw new Failure("invalid_input", "The file is no .xlsx workbook.");
  });
  try {
    const { sheet, shared } = await findParts(zip);
    const texts = shared ? await readShared(await zip.openReadStreamPromise(shared)) : [];
    let header: string[] | undefined;
    for await (const cells of sheetRows(await zip.openReadStreamPromise(sheet), texts)) {
      if (!header) header = cells.map((cell, at) => cell.trim() || `column ${at + 1}`);
      else if (cells.some((cell) => cell !== ""))
        yield { row: Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ""])) };
    }
  } finally {
    zip.close();
  }
}

async function findParts(zip: ZipFile): Promise<{ sheet: Entry; shared: Entry | undefined }> {
  const sheets: Entry[] = [];
  let shared: Entry | undefined;
  for await (const entry of zip.eachEntry()) {
    if (/^xl\/worksheets\/sheet\d+\.xml$/i.test(entry.fileName)) sheets.push(entry);
    if (/^xl\/sharedStrings\.xml$/i.test(entry.fileName)) shared = entry;
  }
  const number = ({ fileName }: Entry) => Number(/(\d+)\.xml$/.exec(fileName)?.[1]);
  const [sheet] = sheets.sort((a, b) => number(a) - number(b));
  if (!sheet) throw new Failure("invalid_input", "The file is no .xlsx workbook with a sheet.");
  if (sheet.uncompressedSize > MOST_SHEET_BYTES || (shared?.uncompressedSize ?? 0) > MOST_SHARED_CHARACTERS)
    throw new Failure("invalid_input", "The workbook is too large when unpacked; save it as CSV.");
  return { sheet, shared };
}

/** Feeds a stream of XML to a parser, chunk by chunk. */
async function* parseXml(source: Readable, parser: SaxesParser): AsyncIterable<void> {
  source.setEncoding("utf8");
  try {
    for await (const chunk of source) {
      parser.write(chunk as string);
      yield;
    }
    parser.close();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("invalid_input", "The workbook is damaged: its XML cannot be read.");
  }
}

async function readShared(source: Readable): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let inText = false;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name }) => {
    if (name === "si") text = "";
    inText = name === "t";
  });
  parser.on("text", (piece) => {
    if (inText) text += piece;
  });
  parser.on("closetag", ({ name }) => {
    if (name === "si") texts.push(text);
    if (name === "t") inText = false;
  });
  for await (const _ of parseXml(source, parser));
  return texts;
}

/** Column number of a cell's reference, from 0: `B7` is 1. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? "")
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

async function* sheetRows(source: Readable, texts: string[]): AsyncIterable<string[]> {
  let ready: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  let type = "";
  let value = "";
  let inValue = false;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }: SaxesTagPlain) => {
    if (name === "row") cells = [];
    if (name === "c") {
      at = attributes.r ? columnOf(attributes.r) : cells.length;
      type = attributes.t ?? "n";
      value = "";
    }
    // Values, and the pieces of a text that stands in the cell itself.
    inValue = name === "v" || name === "t";
  });
  parser.on("text", (piece) => {
    if (inValue) value += piece;
    if (value.length > LONGEST_CELL)
      throw new Failure("invalid_input", "A cell of the workbook is too long.");
  });
  parser.on("closetag", ({ name }) => {
    if (name === "v" || name === "t") inValue = false;
    if (name === "c" && at >= 0 && at < 500) {
      while (cells.length < at) cells.push("");
      cells[at] = cellText(type, value, texts);
    }
    if (name === "row") ready.push(cells);
  });
  for await (const _ of parseXml(source, parser)) {
    yield* ready;
    ready = [];
  }
  yield* ready;
}

function cellText(type: string, value: string, texts: string[]): string {
  if (type === "s") return texts[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "true" : "false";
  return type === "e" ? "" : value;
}
