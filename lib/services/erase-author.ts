import { rm } from "node:fs/promises";
import type { Erasure } from "#lib/domain/api/author";
import { Failure } from "#lib/domain/failure";
import { mediaStorage } from "#lib/media/storage";
import { mediaPrefix } from "#lib/media/storage-port";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import {
  dropWaiting,
  eraseAuthor,
  eraseItems,
  eraseReporter,
  findAuthor,
  importFilesOf,
  itemsToErase,
  newPseudonym,
} from "#lib/store/erasure";
import { notify } from "#lib/store/notify";
import { findReporter } from "#lib/store/reports";
import { dropExportsSince } from "./export-items";

/** Uploaded tables lie under names of our own; a file that an operator imported where it lay is not ours to remove. */
const UPLOAD = /\/imports\/imp_[0-9a-z]+(\.[a-z]+)?$/;

/** Removes the uploaded tables that these items came from: their results can be read no more. */
async function removeUploads(itemIds: string[]): Promise<void> {
  for (const { path } of await importFilesOf(itemIds)) if (UPLOAD.test(path)) await rm(path, { force: true });
}

export interface ErasureRequest {
  orgId: string;
  /** The platform's own id of the author. */
  externalId: string;
  actor: string;
}

/**
 * Erases what an author posted and said, everywhere. Decisions stay, under a pseudonym; the audit log holds ids and
 * facts only, so its chain is untouched. Interrupted, it can be called again and goes on. Throws `not_found` for an
 * author that nobody has heard of.
 */
export async function eraseAuthorData({ orgId, externalId, actor }: ErasureRequest): Promise<Erasure> {
  const author = await findAuthor(orgId, externalId);
  const reporter = await findReporter(orgId, externalId);
  if (!author && !reporter) throw new Failure("not_found", "There is no author with this id.");
  const total = { items: 0, removed: 0, appeals: 0 };
  await dropWaiting(orgId, externalId);
  for (;;) {
    const next = author ? await itemsToErase(author.id) : [];
    if (next.length === 0) break;
    // Files first: interrupted here, the rows still say what is to be done.
    const prefixes = next.flatMap(({ mediaIds }) => mediaIds.map((id) => mediaPrefix(orgId, id)));
    const removeFiles = async () => {
      await Promise.all(prefixes.map((prefix) => mediaStorage().removeBelow(prefix)));
    };
    await removeFiles();
    const ids = next.map(({ id }) => id);
    await removeUploads(ids);
    const erased = await eraseItems(ids, removeFiles);
    total.items += erased.items;
    total.removed += erased.removed;
    total.appeals += erased.appeals;
  }
  // Last, so that none is written of what is not erased yet.
  const exports = author ? await dropExportsSince(orgId, author.firstSeen) : 0;
  const pseudonym = newPseudonym();
  const reports = await inTransaction(async (tx) => {
    if (author) await eraseAuthor(tx, author.id, pseudonym);
    const count = await eraseReporter(tx, { orgId, externalId, pseudonym });
    await notify("tasks_changed", orgId, tx);
    await appendAudit(tx, {
      orgId,
      actor,
      action: "author.erased",
      subject: author?.id ?? pseudonym,
      payload: { ...total, reports: count, exports },
    });
    return count;
  });
  return {
    pseudonym,
    erased_at: new Date().toISOString(),
    items: total.items,
    items_removed: total.removed,
    appeals: total.appeals,
    reports,
  };
}
