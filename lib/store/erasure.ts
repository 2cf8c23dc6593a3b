import { randomBytes } from "node:crypto";
import { type Db, db, inTransaction } from "./client";
import type { Author } from "./generated/client";

/** An author by the platform's own id, or null. */
export function findAuthor(orgId: string, externalId: string): Promise<Author | null> {
  return db().author.findUnique({ where: { orgId_externalId: { orgId, externalId } } });
}

/** A name that says nothing of who it was. */
export function newPseudonym(): string {
  return `erased-${randomBytes(10).toString("hex")}`;
}

/** How many of an author's items are erased in one transaction. */
const AT_A_TIME = 200;

/** The next items of an author that are to be erased, with the media whose files go first. */
export async function itemsToErase(authorId: string): Promise<{ id: string; mediaIds: string[] }[]> {
  const rows = await db().item.findMany({
    where: { authorId, erasedAt: null, shadowOf: null },
    select: { id: true, media: { select: { id: true } } },
    take: AT_A_TIME,
  });
  return rows.map(({ id, media }) => ({ id, mediaIds: media.map((medium) => medium.id) }));
}

/** Files that items came from, as they lie on the machine that took them in. */
export async function importFilesOf(ids: string[]): Promise<{ id: string; path: string }[]> {
  return db().import.findMany({
    where: { rows: { some: { itemId: { in: ids } } } },
    select: { id: true, path: true },
  });
}

export interface ErasedItems {
  items: number;
  removed: number;
  appeals: number;
}

/**
 * Erases items: those that nobody has judged yet are removed. `removeFiles` removes the files of their media once more, when
 * the rows are gone and before that is in force: whoever has stored a file since the last time finds its row gone after
 * that, and takes it away again.
 */
export function eraseItems(ids: string[], removeFiles: () => Promise<void>): Promise<ErasedItems> {
  return inTransaction(async (tx) => {
    const removed = await tx.item.deleteMany({ where: { id: { in: ids }, state: "received" } });
    const left = await tx.item.findMany({ where: { id: { in: ids } }, select: { id: true } });
    const judged = left.map(({ id }) => id);
    const appeals = judged.length > 0 ? await scrub(tx, judged) : 0;
    await removeFiles();
    return { items: judged.length, removed: removed.count, appeals };
  });
}

/**
 * Takes everything out of these items that the author posted or that quotes it: text, media, where it was posted, what models
 * and rules said about its words, features, notes of reviewers and reporters, appeals, answers kept for repeated
 * requests. What remains: outcome, categories, scores, times, policy. Answers how many appeals had a statement.
 */
async function scrub(tx: Db, ids: string[]): Promise<number> {
  await tx.$executeRaw`
    UPDATE "WebhookDelivery" d SET "payload" = replace(d."payload", '"content_id":' || to_json(i."contentId")::text,
      '"content_id":"erased-' || i."id" || '"')
    FROM "Item" i WHERE i."id" = ANY(${ids}) AND d."orgId" = i."orgId" AND d."subject" = i."id"`;
  await tx.$executeRaw`
    UPDATE "Item" SET "contentId" = 'erased-' || "id", "bodyHash" = '', "text" = NULL, "community" = NULL,
      "region" = NULL, "context" = NULL, "reach" = NULL, "postedAt" = NULL, "callbackUrl" = NULL,
      "state" = 'decided', "erasedAt" = now()
    WHERE "id" = ANY(${ids})`;
  await tx.$executeRaw`
    UPDATE "Verdict" SET "body" = "body" || '{"explanations": []}'::jsonb WHERE "itemId" = ANY(${ids})`;
  // What may stay is named, so that whatever a stage learns to say of words, pictures or sounds later is gone too.
  await tx.$executeRaw`
    UPDATE "StageResult" SET "result" = jsonb_strip_nulls(jsonb_build_object(
      'stage', "result"->'stage', 'model', "result"->'model', 'modality', "result"->'modality',
      'channel', "result"->'channel', 'ms', "result"->'ms', 'outcome', "result"->'outcome',
      'scores', "result"->'scores', 'covered', "result"->'covered', 'language', "result"->'language'))
    WHERE "itemId" = ANY(${ids})`;
  // Copies of an item on which reviewers are checked, and the checks that are made of it.
  await tx.$executeRaw`DELETE FROM "Item" WHERE "shadowOf" = ANY(${ids})`;
  await tx.goldenItem.deleteMany({ where: { itemId: { in: ids } } });
  await tx.$executeRaw`
    DELETE FROM "SeenText" s USING "ReviewTask" t WHERE t."itemId" = ANY(${ids}) AND s."textHash" = t."textHash"`;
  await tx.media.deleteMany({ where: { itemId: { in: ids } } });
  await tx.featureLog.deleteMany({ where: { itemId: { in: ids } } });
  await tx.textSketch.deleteMany({ where: { itemId: { in: ids } } });
  await tx.decision.updateMany({ where: { itemId: { in: ids } }, data: { note: "", message: "" } });
  await tx.$executeRaw`
    UPDATE "Opinion" o SET "reason" = '' FROM "ReviewTask" t WHERE t."id" = o."taskId" AND t."itemId" = ANY(${ids})`;
  await tx.$executeRaw`
    UPDATE "ReviewTask" SET "escalation" = NULL, "textHash" = NULL, "community" = NULL, "leaseUntil" = NULL, "state" = 'closed',
      "closedAt" = coalesce("closedAt", now())
    WHERE "itemId" = ANY(${ids})`;
  await tx.itemNote.deleteMany({ where: { itemId: { in: ids } } });
  await tx.report.updateMany({ where: { itemId: { in: ids } }, data: { note: "" } });
  await tx.batchEntry.updateMany({ where: { itemId: { in: ids } }, data: { contentId: null } });
  await tx.idempotencyKey.deleteMany({ where: { itemId: { in: ids } } });
  const words = await tx.$executeRaw`
    UPDATE "Appeal" a SET "statement" = NULL, "reason" = NULL FROM "Decision" d
    WHERE d."id" = a."decisionId" AND d."itemId" = ANY(${ids})
      AND (a."statement" IS NOT NULL OR a."reason" IS NOT NULL)`;
  // What nobody can hear any more does not stay open.
  await tx.$executeRaw`
    UPDATE "Appeal" a SET "state" = 'available', "filedAt" = NULL, "expiresAt" = least(a."expiresAt", now())
    FROM "Decision" d
    WHERE d."id" = a."decisionId" AND d."itemId" = ANY(${ids}) AND a."state" IN ('available', 'open')`;
  return words;
}

/** Takes contents of this author that wait in batches out of them. */
export async function dropWaiting(orgId: string, externalId: string): Promise<void> {
  await db().$executeRaw`
    UPDATE "BatchEntry" e SET "state" = 'cancelled', "body" = NULL, "contentId" = NULL FROM "Batch" b
    WHERE b."id" = e."batchId" AND b."orgId" = ${orgId} AND e."state" = 'pending'
      AND e."body"->'metadata'->>'user_id' = ${externalId}`;
}

/** Gives a person's reports a pseudonym and drops their words; how many reports. */
export async function eraseReporter(
  tx: Db,
  { orgId, externalId, pseudonym }: { orgId: string; externalId: string; pseudonym: string },
): Promise<number> {
  const reporter = await tx.reporter.findUnique({ where: { orgId_externalId: { orgId, externalId } } });
  if (!reporter) return 0;
  await tx.reporter.update({ where: { id: reporter.id }, data: { externalId: pseudonym } });
  const { count } = await tx.report.updateMany({ where: { reporterId: reporter.id }, data: { note: "" } });
  return count;
}

/** Gives an author a pseudonym. */
export async function eraseAuthor(tx: Db, id: string, pseudonym: string): Promise<void> {
  await tx.author.update({ where: { id }, data: { externalId: pseudonym, erasedAt: new Date() } });
}
