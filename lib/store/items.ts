import { type Db, db, inTransaction } from "./client";
import type { Item } from "./generated/client";
import { newId } from "./ids";
import { insertMedia, type NewMedia } from "./media";

export type { Item };

export interface NewItem {
  orgId: string;
  contentId: string;
  apiKeyId: string | null;
  bodyHash: string;
  text: string | null;
  modalities: string[];
  authorExternalId: string | null;
  community: string | null;
  region: string | null;
  language: string | null;
  reach: number | null;
  context: string | null;
  postedAt: Date | null;
  callbackUrl: string | null;
  media: NewMedia[];
}

/**
 * Stores an item once. When the organisation already has this content id, nothing is written and the row that is
 * there comes back with `created: false`.
 */
export async function insertItem(input: NewItem): Promise<{ item: Item; created: boolean }> {
  const { authorExternalId, media, ...columns } = input;
  return inTransaction(async (tx) => {
    const authorId = authorExternalId ? await authorIdFor(tx, input.orgId, authorExternalId) : null;
    const inserted = await tx.item.createManyAndReturn({
      data: [{ ...columns, id: newId("itm"), authorId }],
      skipDuplicates: true,
    });
    if (inserted[0]) {
      await insertMedia(tx, { orgId: input.orgId, itemId: inserted[0].id }, media);
      if (authorId) await tx.author.update({ where: { id: authorId }, data: { items: { increment: 1 } } });
      return { item: inserted[0], created: true };
    }
    const key = { orgId: input.orgId, contentId: input.contentId };
    return { item: await tx.item.findUniqueOrThrow({ where: { orgId_contentId: key } }), created: false };
  });
}

async function authorIdFor(tx: Db, orgId: string, externalId: string): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "Author" ("id", "orgId", "externalId") VALUES (${newId("aut")}, ${orgId}, ${externalId})
    ON CONFLICT ("orgId", "externalId") DO UPDATE SET "externalId" = EXCLUDED."externalId" RETURNING "id"`;
  return (rows[0] as { id: string }).id;
}

/**
 * Takes an item for judging: counts the attempt and returns the row, or null when it has been judged. Two workers
 * may hold the same item; the compare-and-set in `markJudged` lets one of them write.
 */
export async function startAttempt(itemId: string): Promise<Item | null> {
  const rows = await db().item.updateManyAndReturn({
    where: { id: itemId, state: "received" },
    data: { attempts: { increment: 1 } },
  });
  return rows[0] ?? null;
}

/** Compare-and-set from `received`; false when another worker was first. */
export async function markJudged(
  tx: Db,
  itemId: string,
  to: {
    state: "decided" | "in_review";
    decision: "APPROVE" | "FLAG" | "BLOCK";
    language: string | null;
    safety: number;
  },
): Promise<boolean> {
  const { count } = await tx.item.updateMany({
    where: { id: itemId, state: "received" },
    data: { ...to, decidedBy: "machine", decidedAt: new Date() },
  });
  return count === 1;
}

/** Says that an item is being judged, for the sweep not to take its job for lost. */
export async function keepQueued(itemId: string): Promise<void> {
  await db().item.updateMany({
    where: { id: itemId, state: "received" },
    data: { lastQueuedAt: new Date() },
  });
}

/** Items whose job seems lost: received, and last queued before `before`. Marks them queued now. */
export async function takeStranded(before: Date, limit: number): Promise<{ id: string; attempts: number }[]> {
  return db().$queryRaw`
    UPDATE "Item" SET "lastQueuedAt" = now() WHERE "id" IN (
      SELECT "id" FROM "Item" WHERE "state" = 'received' AND "lastQueuedAt" < ${before}
      ORDER BY "lastQueuedAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING "id", "attempts"`;
}

/** An item of this organisation, or null. */
export function findItem(orgId: string, id: string, client: Db = db()): Promise<Item | null> {
  return client.item.findFirst({ where: { orgId, id } });
}

/** An item by id, inside a transaction. Throws when it does not exist. */
export function itemOf(tx: Db, id: string): Promise<Item> {
  return tx.item.findUniqueOrThrow({ where: { id } });
}

/** Whether an item has been judged; null when it does not exist. */
export async function findItemState(id: string): Promise<Item["state"] | null> {
  const row = await db().item.findUnique({ where: { id }, select: { state: true } });
  return row?.state ?? null;
}

/** Puts a person's decision in force; returns the row. */
export function setItemDecision(
  tx: Db,
  id: string,
  decision: "APPROVE" | "BLOCK" | "FLAG",
  decidedBy: string,
): Promise<Item> {
  return tx.item.update({
    where: { id },
    data: { decision, decidedBy, state: "decided", decidedAt: new Date() },
  });
}

/** Items by id, for the sweep. */
export function findItems(ids: string[]): Promise<Item[]> {
  return db().item.findMany({ where: { id: { in: ids } } });
}

/** Marks an item as waiting for a person again; the decision in force stays. */
export async function setItemInReview(tx: Db, id: string): Promise<void> {
  await tx.item.update({ where: { id }, data: { state: "in_review" } });
}

/** An item of this organisation by the platform's own id, or null. */
export function findItemByContentId(orgId: string, contentId: string): Promise<Item | null> {
  return db().item.findUnique({ where: { orgId_contentId: { orgId, contentId } } });
}

/** Reads an item and keeps everybody else from changing it until the transaction ends; null when it is not there. */
export async function lockItem(tx: Db, orgId: string, id: string): Promise<Item | null> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Item" WHERE "id" = ${id} AND "orgId" = ${orgId} FOR UPDATE`;
  return rows.length === 0 ? null : tx.item.findUnique({ where: { id } });
}
