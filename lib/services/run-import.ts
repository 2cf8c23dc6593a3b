import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "#lib/domain/failure";
import { type FileRow, IMPORT_FORMATS, mappingSchema } from "#lib/domain/imports";
import { enqueueMany } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import { inTransaction } from "#lib/store/client";
import {
  countWaiting,
  finishImport,
  type Import,
  type ImportRowResult,
  insertImportRows,
  keepImport,
  leaseImport,
  markEnded,
  moveCursor,
  releaseImport,
} from "#lib/store/imports";
import { insertItems } from "#lib/store/item-batches";
import type { NewItem } from "#lib/store/items";
import { type JudgeableRow, readImportRow } from "./import-row";
import { newItem } from "./new-item";
import { tableRows } from "./table-rows";

const BATCH = 250;
/** Items that wait for a verdict at a time: rows are taken as fast as they are judged, and others are not kept waiting. */
const WINDOW = 2000;
const LEASE_MS = 20_000;
const LOOK_MS = 400;
/** Live posts have no priority and go first. */
const QUEUE_PRIORITY = 100;

export interface ImportProgress {
  taken: number;
  waiting: number;
}

export interface RunImportOptions {
  /** Stops after the batch at hand; the import can be gone on with. */
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
}

class Stopped extends Error {}

/**
 * Takes the rows of a file, from where it was left, until all are taken and judged. A batch's items, its rows and the
 * cursor are written in one transaction: a process that is killed at any moment has taken each row wholly or not at
 * all. Answers false when somebody else is at it, or it was stopped.
 */
export async function runImport(id: string, options: RunImportOptions = {}): Promise<boolean> {
  const found = await leaseImport(id, LEASE_MS);
  if (!found) return false;
  const beat = setInterval(() => void keepImport(id, LEASE_MS).catch(() => {}), LEASE_MS / 4);
  try {
    await takeRows(found, options);
    await markEnded(id);
    for (;;) {
      const waiting = await waitForRoom(found, options, 0);
      if (waiting === 0) break;
    }
    await finishImport(id, null);
    return true;
  } catch (error) {
    if (error instanceof Stopped) return false;
    if (!(error instanceof Failure) || error.retryable) throw error;
    await finishImport(id, error.message);
    throw error;
  } finally {
    clearInterval(beat);
    await releaseImport(id).catch(() => {});
  }
}

async function takeRows(found: Import, options: RunImportOptions): Promise<void> {
  const format = IMPORT_FORMATS.find((entry) => entry === found.format) ?? "csv";
  const mapping = mappingSchema.parse(found.mapping);
  let row = 0;
  let batch: { row: number; read: JudgeableRow }[] = [];
  const store = async () => {
    if (batch.length === 0) return;
    await storeBatch(found, batch);
    batch = [];
    await waitForRoom(found, options, WINDOW);
  };
  for await (const entry of readable(found.path, () => tableRows(found.path, format))) {
    row += 1;
    if (row <= found.cursor) continue;
    const fallback = `import-${found.fingerprint.slice(0, 16)}-${row}`;
    batch.push({ row, read: await readImportRow(entry, mapping, fallback) });
    if (batch.length >= BATCH) await store();
  }
  await store();
}

async function* readable(path: string, open: () => AsyncIterable<FileRow>): AsyncIterable<FileRow> {
  try {
    yield* open();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new Failure("not_found", `The file is not on this machine any more: ${path}`);
    throw error;
  }
}

async function storeBatch(found: Import, batch: { row: number; read: JudgeableRow }[]): Promise<void> {
  const sender = { orgId: found.orgId, apiKeyId: null, callbackUrl: null };
  const good: { row: number; item: NewItem }[] = [];
  for (const { row, read } of batch)
    if ("body" in read) good.push({ row, item: await newItem(sender, read.body, read.media) });
  const fresh = await inTransaction(async (tx) => {
    const stored = await insertItems(
      tx,
      found.orgId,
      good.map(({ item }) => item),
    );
    const results: ImportRowResult[] = batch.flatMap(({ row, read }) =>
      "error" in read ? [{ row, itemId: null, error: read.error }] : [],
    );
    const made: string[] = [];
    let known = 0;
    stored.forEach((outcome, at) => {
      const row = good[at]?.row ?? 0;
      if (outcome.conflict) {
        results.push({ row, itemId: null, error: "This content id is taken by other content." });
        return;
      }
      results.push({ row, itemId: outcome.itemId, error: null });
      if (outcome.known) known += 1;
      else made.push(outcome.itemId);
    });
    await insertImportRows(tx, found.id, results);
    const first = batch[0]?.row ?? 1;
    const refused = results.filter(({ error }) => error !== null).length;
    const step = { from: first - 1, to: first - 1 + batch.length, accepted: made.length, known, refused };
    // Somebody else took these rows, or it was stopped: nothing of this batch is kept.
    if (!(await moveCursor(tx, found.id, step))) throw new Stopped();
    return made;
  });
  found.cursor += batch.length;
  await deliver(fresh);
}

async function deliver(itemIds: string[]): Promise<void> {
  const payloads = itemIds.map((itemId) => ({ itemId }));
  try {
    if (payloads.length > 0) await enqueueMany("moderate", payloads, { priority: QUEUE_PRIORITY });
  } catch (error) {
    log("import").warn({ err: error }, "not enqueued, the sweep will do it");
  }
}

/** Waits until at most `most` of the import's items wait for a verdict; how many do. */
async function waitForRoom(
  found: Import,
  { signal, onProgress }: RunImportOptions,
  most: number,
): Promise<number> {
  for (;;) {
    if (signal?.aborted) throw new Stopped();
    const waiting = await countWaiting(found.id);
    onProgress?.({ taken: found.cursor, waiting });
    if (waiting <= most) return waiting;
    await sleep(LOOK_MS);
    if (!(await keepImport(found.id, LEASE_MS))) throw new Stopped();
  }
}
