import {
  type BatchError,
  type Batch as BatchResource,
  type BatchResult,
  batchContentSchema,
} from "#lib/domain/api/batch";
import { Failure } from "#lib/domain/failure";
import type { Priority } from "#lib/domain/taxonomy";
import { enqueue } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import { appendAudit } from "#lib/store/audit";
import {
  type Batch,
  type BatchRow,
  batchRows,
  cancelBatch,
  countBatch,
  countRunning,
  findBatch,
  finishBatch,
  insertBatch,
  type NewEntry,
  settleEntry,
  takeEntry,
  touchBatch,
  waitingEntries,
} from "#lib/store/batches";
import { type Db, inTransaction } from "#lib/store/client";
import { submitItem } from "./submit-item";
import { recordEvent, wakeReceivers } from "./webhook-events";

/** Batches that one key may have under way. */
const MOST_RUNNING = 20;
/** Items of one batch that wait for their verdict at a time: single posts are not held up behind a thousand. */
const WINDOW = 100;
const AT_A_TIME = 25;
const PAUSE_MS = 200;
/** Places in the work queue: without one goes first, then small numbers. */
const QUEUE_PRIORITY: Record<Priority, number | undefined> = { high: undefined, medium: 10, low: 100 };

export interface NewBatchRequest {
  orgId: string;
  apiKeyId: string;
  actor: string;
  priority: Priority;
  callbackUrl: string | null;
  entries: NewEntry[];
}

/** Stores a batch and starts its job. Throws `rate_limited` when the key has too many under way. */
export async function createBatch(request: NewBatchRequest): Promise<Batch> {
  const { orgId, apiKeyId, actor, priority, callbackUrl, entries } = request;
  if ((await countRunning(apiKeyId)) >= MOST_RUNNING)
    throw new Failure("rate_limited", `At most ${MOST_RUNNING} batches of a key run at a time.`, {
      retryAfterSeconds: 10,
    });
  const batch = await inTransaction(async (tx) => {
    const made = await insertBatch(tx, { orgId, apiKeyId, priority, callbackUrl }, entries);
    const refused = entries.filter((entry) => "error" in entry).length;
    await appendAudit(tx, {
      orgId,
      actor,
      action: "batch.created",
      subject: made.id,
      payload: { total: entries.length, refused, priority },
    });
    return made;
  });
  await schedule(batch.id);
  return batch;
}

async function schedule(batchId: string, delayMs?: number): Promise<void> {
  try {
    await enqueue("batch", { batchId }, { delayMs });
  } catch (error) {
    log("batches").warn({ batchId, err: error }, "not scheduled, the sweep will do it");
  }
}

/**
 * One turn of a batch's work: makes items of some of its contents, and comes back until all are judged. Running it
 * twice is harmless: contents are submitted under their content ids.
 */
export async function runBatch(batchId: string): Promise<void> {
  const batch = await touchBatch(batchId);
  if (!batch) return;
  const { processing } = await countBatch(batchId);
  const room = Math.min(WINDOW - processing, AT_A_TIME);
  for (const { ord } of room > 0 ? await waitingEntries(batchId, room) : []) {
    const taken = await takeEntry(batchId, ord);
    if (!taken) continue;
    const submitted = await submitEntry(batch, taken.body).catch((error: unknown) => {
      // Out of order, not refused: the next turn tries again.
      if (!(error instanceof Failure) || error.retryable) throw error;
      return { error: toBatchError(error) };
    });
    await settleEntry(batchId, ord, submitted);
  }
  const left = await countBatch(batchId);
  if (left.waiting + left.processing > 0) await schedule(batchId, PAUSE_MS);
  else await endBatch(batch);
}

/** Marks a batch as done and tells it, once. */
async function endBatch(batch: Batch): Promise<void> {
  const receivers = await inTransaction(async (tx) =>
    (await finishBatch(tx, batch.id)) ? tellFinished(tx, batch, "done") : [],
  );
  await wakeReceivers(receivers);
}

async function tellFinished(tx: Db, batch: Batch, status: "done" | "cancelled"): Promise<string[]> {
  const { decided, failed, cancelled } = await countBatch(batch.id, tx);
  const { id, orgId, total, callbackUrl } = batch;
  const finished_at = new Date().toISOString();
  return recordEvent(tx, {
    orgId,
    type: "batch.finished",
    subject: id,
    callbackUrl,
    data: { id, status, total, decided, failed, cancelled, finished_at },
  });
}

async function submitEntry(batch: Batch, stored: unknown): Promise<{ itemId: string }> {
  const body = batchContentSchema.parse(stored);
  const { item } = await submitItem({
    orgId: batch.orgId,
    apiKeyId: batch.apiKeyId,
    body: { callback_url: batch.callbackUrl ?? undefined, ...body, wait_ms: 0 },
    queuePriority: QUEUE_PRIORITY[batch.priority as Priority],
  });
  return { itemId: item.id };
}

/** A refusal as a batch shows it. */
export function toBatchError({ code, message, errors }: Failure): BatchError {
  return { code, detail: message, ...(errors.length > 0 ? { errors } : {}) };
}

/** A batch with a page of its results. Throws `not_found`, also for other organisations' ids. */
export async function readBatch(
  orgId: string,
  id: string,
  page: { cursor: number; limit: number },
): Promise<BatchResource> {
  const batch = await findBatch(orgId, id);
  if (!batch) throw new Failure("not_found", "There is no batch with this id.");
  const [progress, rows] = await Promise.all([countBatch(id), batchRows(id, page.cursor, page.limit + 1)]);
  return {
    id,
    status: batch.state,
    priority: batch.priority,
    created_at: batch.createdAt.toISOString(),
    finished_at: batch.finishedAt?.toISOString() ?? null,
    total: batch.total,
    progress,
    results: rows.slice(0, page.limit).map(toResult),
    next_cursor: rows.length > page.limit ? String(page.cursor + page.limit) : null,
  };
}

function toResult(row: BatchRow): BatchResult {
  const { ord, contentId, itemId, itemState, decision, safety, error } = row;
  const judged = itemState === "decided" || itemState === "in_review";
  return {
    index: ord,
    content_id: contentId,
    status: statusOf(row),
    item_id: itemState === null ? null : itemId,
    decision: judged ? decision : null,
    requires_human_review: judged ? itemState === "in_review" : null,
    overall_safety_score: judged ? safety : null,
    error,
  };
}

function statusOf({ state, itemId, itemState }: BatchRow): BatchResult["status"] {
  if (state === "pending") return "waiting";
  if (state !== "submitted") return state;
  if (itemId === null) return "processing";
  // An item that is gone was erased with its author before anybody judged it.
  if (itemState === null) return "cancelled";
  return itemState === "received" ? "processing" : "decided";
}

/** Stops a batch; items that it has made already are judged. Cancelling twice changes nothing. */
export async function stopBatch(orgId: string, id: string, actor: string): Promise<void> {
  const batch = await findBatch(orgId, id);
  if (!batch) throw new Failure("not_found", "There is no batch with this id.");
  if (batch.state === "cancelled") return;
  const receivers = await inTransaction(async (tx) => {
    const cancelled = await cancelBatch(tx, id);
    if (cancelled === null)
      throw new Failure("conflict", "This batch is done: there is nothing left to cancel.");
    await appendAudit(tx, { orgId, actor, action: "batch.cancelled", subject: id, payload: { cancelled } });
    return tellFinished(tx, batch, "cancelled");
  });
  await wakeReceivers(receivers);
}
