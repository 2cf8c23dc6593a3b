import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Failure } from "#lib/domain/failure";
import {
  formatOf,
  guessMapping,
  type ImportCheck,
  type ImportDetail,
  type ImportFormat,
  type ImportMapping,
  type ImportView,
} from "#lib/domain/imports";
import { enqueue } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import {
  countWaiting,
  findImport,
  findSameImport,
  type Import,
  insertImport,
  listImports,
  markRunning,
  markStopped,
  summariseImport,
} from "#lib/store/imports";
import { findUserNames } from "#lib/store/user-names";
import { readImportRow } from "./import-row";
import { sniffTable, tableRows } from "./table-rows";

const SHOWN = 20;
const SHOWN_ERRORS = 20;

const missing = () => new Failure("not_found", "There is no such import.");

async function find(orgId: string, id: string): Promise<Import> {
  const found = await findImport(orgId, id);
  if (!found) throw missing();
  return found;
}

/** The latest imports. */
export async function readImports(orgId: string): Promise<ImportView[]> {
  const rows = await listImports(orgId, SHOWN);
  const names = await findUserNames(rows.flatMap((row) => row.createdBy ?? []));
  return Promise.all(rows.map((row) => toView(row, names)));
}

/** One import, with its first rows and what it came to so far. */
export async function readImport(orgId: string, id: string): Promise<ImportDetail> {
  const row = await find(orgId, id);
  const names = await findUserNames(row.createdBy ? [row.createdBy] : []);
  const [view, { sample }, summary] = await Promise.all([
    toView(row, names),
    sniffTable(row.path, row.format as ImportFormat).catch(() => ({ sample: [] })),
    summariseImport(row),
  ]);
  return { import: view, sample, summary };
}

export interface NewFile {
  name: string;
  path: string;
}

/**
 * Makes an import of a file, ready to be mapped and started. With `mapping`, an unfinished import of the same file under
 * the same mapping is answered instead, to be gone on with.
 */
export async function createImport(
  orgId: string,
  file: NewFile,
  by: string | null,
  mapping?: ImportMapping,
): Promise<Import> {
  const format = formatOf(file.name);
  if (!format) throw new Failure("unsupported", "Give a .csv, .jsonl or .xlsx file.");
  const { columns } = await sniffTable(file.path, format);
  const chosen = mapping ?? guessMapping(columns);
  const fingerprint = await fingerprintOf(file.path);
  const before = mapping && (await findSameImport(orgId, fingerprint, mapping));
  if (before && before.state !== "done") return before;
  return inTransaction((tx) =>
    insertImport(tx, { ...file, orgId, format, columns, fingerprint, mapping: chosen, createdBy: by }),
  );
}

/** Reads the whole file under a mapping and stores nothing. */
export async function checkImport(orgId: string, id: string, mapping: ImportMapping): Promise<ImportCheck> {
  const found = await find(orgId, id);
  return checkFile(found.path, found.format as ImportFormat, mapping);
}

/** A dry run over a file. */
export async function checkFile(
  path: string,
  format: ImportFormat,
  mapping: ImportMapping,
): Promise<ImportCheck> {
  const seen = new Set<string>();
  const check: ImportCheck = { rows: 0, good: 0, refused: 0, repeated: 0, errors: [] };
  for await (const entry of tableRows(path, format)) {
    check.rows += 1;
    const read = await readImportRow(entry, mapping, `row-${check.rows}`);
    if ("error" in read) {
      check.refused += 1;
      if (check.errors.length < SHOWN_ERRORS) check.errors.push({ row: check.rows, error: read.error });
      continue;
    }
    check.good += 1;
    if (seen.has(read.body.content_id)) check.repeated += 1;
    seen.add(read.body.content_id);
  }
  return check;
}

/** Starts an import under a mapping, or goes on with one that was stopped (without). */
export async function startImport(
  orgId: string,
  id: string,
  by: string,
  mapping?: ImportMapping,
): Promise<void> {
  await inTransaction(async (tx) => {
    const started = await markRunning(tx, orgId, id, mapping);
    if (!started)
      throw (await findImport(orgId, id))
        ? new Failure("conflict", "This import runs already, is done, or has begun under another mapping.")
        : missing();
    const { name, fingerprint, cursor } = started;
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "import.started",
      subject: id,
      payload: { name, fingerprint, from: cursor, mapping: started.mapping },
    });
  });
  try {
    await enqueue("run-import", { importId: id });
  } catch (error) {
    log("import").warn({ importId: id, err: error }, "not enqueued, the sweep will do it");
  }
}

/** Sets an import going for a process that takes the rows itself; one that runs already is left to it. */
export async function resumeHere(orgId: string, id: string): Promise<void> {
  await inTransaction(async (tx) => {
    const started = await markRunning(tx, orgId, id, undefined);
    if (!started) return;
    const { name, fingerprint, cursor, mapping } = started;
    const payload = { name, fingerprint, from: cursor, mapping };
    await appendAudit(tx, { orgId, actor: "machine", action: "import.started", subject: id, payload });
  });
}

/** Stops an import after the batch at hand; what was taken stays. */
export async function stopImport(orgId: string, id: string, by: string): Promise<void> {
  await inTransaction(async (tx) => {
    if (!(await markStopped(tx, orgId, id))) throw new Failure("conflict", "This import does not run.");
    await appendAudit(tx, { orgId, actor: by, action: "import.stopped", subject: id });
  });
}

/** The row of an import, for whoever streams its results. */
export const openImport = find;

async function fingerprintOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

async function toView(row: Import, names: Map<string, string>): Promise<ImportView> {
  const { id, name, columns, state, cursor, ended, accepted, known, refused, problem } = row;
  const counts = { accepted, known, refused };
  return {
    id,
    name,
    columns,
    state,
    ended,
    problem,
    ...counts,
    format: row.format as ImportFormat,
    mapping: row.mapping as Record<string, string>,
    taken: cursor,
    waiting: state === "running" || state === "stopped" ? await countWaiting(id) : 0,
    createdAt: row.createdAt.toISOString(),
    createdBy: (row.createdBy && names.get(row.createdBy)) ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
