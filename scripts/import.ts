import { createWriteStream, existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Failure } from "#lib/domain/failure";
import { summarySvg } from "#lib/domain/import-chart";
import {
  formatOf,
  guessMapping,
  IMPORT_FIELDS,
  type ImportMapping,
  mappingSchema,
} from "#lib/domain/imports";
import { openDatabase } from "./system/open-database";
import { readArguments } from "./system/read-arguments";

/*
 * `npm run import -- posts.csv`: takes the rows of a file as items, waits for their verdicts, and writes what became of
 * each beside it. Killed or stopped, the same command goes on where it was. Sightline must be running: its workers judge.
 */

const USAGE = `npm run import -- FILE.csv|jsonl|xlsx [options]

  --map FIELD=COLUMN   which column holds what, once per field; found by their names otherwise
                       fields: ${IMPORT_FIELDS.join(", ")}
  --dry-run            read the whole file, say what would be refused, store nothing
  --org ID             the organisation; needed where there are several

Writes FILE.results.csv, FILE.errors.csv (when rows were refused) and FILE.summary.svg.`;

const { values, positionals } = readArguments(USAGE, {
  allowPositionals: true,
  options: {
    map: { type: "string", multiple: true },
    "dry-run": { type: "boolean" },
    org: { type: "string" },
    help: { type: "boolean" },
  },
});

function chosenMapping(columns: string[]): ImportMapping {
  const given = Object.fromEntries(
    (values.map ?? []).map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
  const parsed = mappingSchema.safeParse({ ...guessMapping(columns), ...given });
  const wrong = Object.values(given).find((column) => !columns.includes(String(column)));
  if (!parsed.success || wrong !== undefined)
    throw new Failure(
      "invalid_input",
      `${wrong === undefined ? "Say which column holds what with --map, such as --map text=Comment." : `There is no column "${wrong}".`} The columns are: ${columns.join(", ")}.`,
    );
  return parsed.data;
}

async function organization(): Promise<string> {
  const { listOrganizations } = await import("#lib/store/organizations");
  const all = await listOrganizations();
  const found = values.org ? all.find(({ id }) => id === values.org) : all.length === 1 ? all[0] : undefined;
  if (found) return found.id;
  const names = all.map(({ id, name }) => `\n  ${id}  ${name}`).join("");
  throw new Failure("invalid_input", `Say which organisation with --org:${names}`);
}

const figure = (count: number) => count.toLocaleString("en");

function showProgress({ taken, waiting }: { taken: number; waiting: number }): void {
  const line = `${figure(taken)} rows taken, ${figure(taken - waiting)} judged`;
  if (process.stderr.isTTY) process.stderr.write(`\r${line}   `);
  else if (taken % 5000 < 250) console.error(line);
}

async function writeResults(orgId: string, id: string, file: string): Promise<void> {
  const { importResults } = await import("#lib/services/import-results");
  const { openImport, readImport } = await import("#lib/services/manage-imports");
  const found = await openImport(orgId, id);
  const write = (name: string, errorsOnly: boolean) =>
    pipeline(Readable.from(importResults(found, errorsOnly)), createWriteStream(`${file}.${name}.csv`));
  await write("results", false);
  if (found.refused > 0) await write("errors", true);
  const { summary } = await readImport(orgId, id);
  await writeFile(`${file}.summary.svg`, summarySvg(summary, path.basename(file)));
  const { APPROVE, FLAG, BLOCK } = summary.decisions;
  console.log(
    `\n${figure(found.cursor)} rows: ${figure(found.accepted)} new, ${figure(found.known)} there before, ${figure(found.refused)} refused.`,
  );
  console.log(`Approved ${figure(APPROVE)}, flagged ${figure(FLAG)}, blocked ${figure(BLOCK)}.`);
  console.log(
    `See ${file}.results.csv${found.refused > 0 ? `, ${file}.errors.csv` : ""} and ${file}.summary.svg`,
  );
}

async function main(): Promise<void> {
  const [given] = positionals;
  if (values.help || !given) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const file = path.resolve(given);
  const format = formatOf(file);
  if (!existsSync(file)) throw new Failure("not_found", `There is no file ${given}.`);
  if (!format) throw new Failure("unsupported", "Give a .csv, .jsonl or .xlsx file.");
  const { sniffTable } = await import("#lib/services/table-rows");
  const mapping = chosenMapping((await sniffTable(file, format)).columns);
  console.error(
    `Columns: ${Object.entries(mapping)
      .map((pair) => pair.join("="))
      .join(", ")}`,
  );
  const imports = await import("#lib/services/manage-imports");
  if (values["dry-run"]) {
    const check = await imports.checkFile(file, format, mapping);
    console.log(
      `${figure(check.rows)} rows: ${figure(check.good)} good, ${figure(check.refused)} would be refused, ${figure(check.repeated)} repeat a content id.`,
    );
    for (const { row, error } of check.errors) console.log(`  row ${row}: ${error}`);
    return;
  }
  const close = await openDatabase();
  try {
    await take(file, mapping);
  } finally {
    const { closeConnections } = await import("#lib/services/close-connections");
    await closeConnections();
    close();
  }
}

async function take(file: string, mapping: ImportMapping): Promise<void> {
  const { createImport, resumeHere } = await import("#lib/services/manage-imports");
  const { runImport } = await import("#lib/services/run-import");

  const orgId = await organization();
  const found = await createImport(orgId, { name: path.basename(file), path: file }, null, mapping);
  if (found.cursor > 0) console.error(`Going on after row ${figure(found.cursor)}.`);
  await resumeHere(orgId, found.id);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  process.once("SIGTERM", () => stop.abort());
  const done = await runImport(found.id, { signal: stop.signal, onProgress: showProgress });
  if (done) await writeResults(orgId, found.id, file);
  else {
    console.error("\nStopped, or somebody else is at it. The same command goes on where it was.");
    process.exitCode = 1;
  }
}

await main().catch((error) => {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
