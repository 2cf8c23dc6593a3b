import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { deciderOf } from "#lib/domain/decider";
import { csvLine, EXPORT_COLUMNS } from "#lib/domain/export-rows";
import { Failure } from "#lib/domain/failure";
import { type ExportBody, type ExportView, itemQuerySchema, toMoments } from "#lib/domain/item-query";
import { enqueue } from "#lib/jobs/enqueue";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { exportPath, makeExportFolder } from "#lib/store/export-files";
import {
  deleteExport,
  type Export,
  findExport,
  findExportsSince,
  findOldExports,
  insertExport,
  listExports,
  noteExport,
  startExport,
} from "#lib/store/exports";
import { type ItemListRow, listItemRows } from "#lib/store/item-list";

const PAGE = 1000;
const KEEP_DAYS = 7;

interface Self {
  orgId: string;
  userId: string;
}

const toView = (row: Export): ExportView => ({
  id: row.id,
  format: row.format as ExportView["format"],
  state: row.state as ExportView["state"],
  rows: row.rows,
  bytes: row.bytes,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

/** Asks for a file with all items that fit; it is written in the background. Who asked for what is audited. */
export async function requestExport(
  { orgId, userId }: Self,
  { format, filter }: ExportBody,
): Promise<ExportView> {
  const row = await insertExport({ orgId, ownerId: userId, format, filter });
  await inTransaction((tx) =>
    appendAudit(tx, {
      orgId,
      actor: userId,
      action: "items.exported",
      subject: row.id,
      payload: { format, filter },
    }),
  );
  await enqueue("export", { exportId: row.id });
  return toView(row);
}

/** A person's own exports. */
export async function readExports({ userId }: Self): Promise<{ exports: ExportView[] }> {
  return { exports: (await listExports(userId)).map(toView) };
}

/** The finished file of one's own export. */
export async function exportFile(
  { userId }: Self,
  id: string,
): Promise<{ file: string; name: string; type: string }> {
  const row = await findExport(userId, id);
  if (!row) throw new Failure("not_found", "You have no export of this kind.");
  if (row.state !== "done") throw new Failure("conflict", "This export is not written yet.");
  const type = row.format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson";
  return {
    file: exportPath(row),
    name: `items-${row.createdAt.toISOString().slice(0, 10)}.${row.format}`,
    type,
  };
}

function record(row: ItemListRow) {
  return {
    id: row.id,
    content_id: row.contentId,
    received_at: row.receivedAt.toISOString(),
    state: row.state,
    decision: row.decision,
    decided_by: deciderOf(row.decidedBy),
    confidence: row.confidence,
    safety: row.safety,
    author: row.author,
    community: row.community,
    language: row.language,
    scores: row.scores ?? {},
  };
}

/** Writes an export page by page; a failed one says so and can be asked for again. */
export async function writeExport(exportId: string): Promise<void> {
  const row = await startExport(exportId);
  if (!row) return;
  await makeExportFolder();
  const out = createWriteStream(exportPath(row), { mode: 0o600 });
  const write = (text: string) =>
    new Promise<void>((resolve, reject) => out.write(text, (error) => (error ? reject(error) : resolve())));
  const filter = { orgId: row.orgId, ...toMoments(itemQuerySchema.parse(row.filter)), limit: PAGE };
  let after: { receivedAt: Date; id: string } | undefined;
  let rows = 0;
  try {
    if (row.format === "csv") await write(csvLine(EXPORT_COLUMNS));
    for (;;) {
      const found = await listItemRows({ ...filter, after });
      const page = found.slice(0, PAGE);
      const lines = page.map((item) =>
        row.format === "csv" ? csvLine(Object.values(record(item))) : `${JSON.stringify(record(item))}\n`,
      );
      await write(lines.join(""));
      rows += page.length;
      await noteExport(row.id, { rows, bytes: out.bytesWritten });
      const last = page.at(-1);
      if (found.length <= PAGE || !last) break;
      after = { receivedAt: last.receivedAt, id: last.id };
    }
    await new Promise<void>((resolve) => out.end(resolve));
    await noteExport(row.id, { state: "done", rows, bytes: out.bytesWritten, finishedAt: new Date() });
  } catch (error) {
    out.destroy();
    await noteExport(row.id, { state: "failed", finishedAt: new Date() });
    throw error;
  }
}

/** Throws away exports that may tell of somebody whose first post came at `since`; how many. */
export async function dropExportsSince(orgId: string, since: Date): Promise<number> {
  const rows = await findExportsSince(orgId, since);
  for (const row of rows) {
    await rm(exportPath(row), { force: true });
    await deleteExport(row.id);
  }
  return rows.length;
}

/** Throws away exports after a week. */
export async function dropOldExports(now: Date): Promise<void> {
  for (const row of await findOldExports(new Date(now.getTime() - KEEP_DAYS * 24 * 3_600_000))) {
    await rm(exportPath(row), { force: true });
    await deleteExport(row.id);
  }
}
