import { randomInt } from "node:crypto";
import { type Db, db } from "./client";
import type { Prisma } from "./generated/client";
import { newId } from "./ids";

/*
 * Shadows: copies of items that are served to check how people decide. To whoever gets one it is an item like any
 * other, with rows of its own; it is counted nowhere and never leaves the house.
 */

export type ShadowKind = "golden" | "qa";

/** A content id that looks like the original: every digit is another one. */
function alike(contentId: string): string {
  return contentId.replace(/\d/g, (digit) => String((Number(digit) + randomInt(1, 10)) % 10));
}

const json = (value: Prisma.JsonValue) => value as Prisma.InputJsonValue;

/** Copies an item with its verdict, stages and media; answers the copy's id and moment. */
export async function insertShadow(
  tx: Db,
  itemId: string,
  kind: ShadowKind,
): Promise<{ id: string; receivedAt: Date }> {
  const { verdict, stages, media, categories, ...item } = await tx.item.findUniqueOrThrow({
    where: { id: itemId },
    include: { verdict: true, stages: true, categories: true, media: { include: { renditions: true } } },
  });
  const id = newId("itm");
  const receivedAt = new Date();
  const copy = {
    ...item,
    id,
    receivedAt,
    shadowOf: itemId,
    shadowKind: kind,
    // Content ids belong to the platform: the copy shows one and holds none.
    contentId: id,
    shadowName: alike(item.contentId),
    state: "in_review" as const,
    decision: "FLAG" as const,
    decidedBy: "machine",
    decidedAt: receivedAt,
    callbackUrl: null,
  };
  await tx.item.create({ data: copy });
  if (verdict) {
    const { scores, body, modelVersions } = verdict;
    const parts = { scores: json(scores), body: json(body), modelVersions: json(modelVersions) };
    // However it was decided before, the copy is one that people are asked about.
    const asked = { ...(parts.body as object), decision: "FLAG" } as Prisma.InputJsonValue;
    await tx.verdict.create({
      data: { ...verdict, ...parts, body: asked, decision: "FLAG", itemId: id, createdAt: receivedAt },
    });
  }
  await tx.stageResult.createMany({
    data: stages.map((stage) => ({ ...stage, result: json(stage.result), itemId: id })),
  });
  await tx.itemCategory.createMany({
    data: categories.map((row) => ({ ...row, itemId: id, receivedAt })),
  });
  for (const { renditions, ...medium } of media)
    await tx.media.create({
      data: {
        ...medium,
        facts: json(medium.facts),
        id: newId("med"),
        itemId: id,
        renditions: { create: renditions.map(({ mediaId: _, ...rendition }) => rendition) },
      },
    });
  return { id, receivedAt };
}

export interface Golden {
  itemId: string;
  orgId: string;
  decision: "APPROVE" | "BLOCK";
  categories: string[];
  note: string;
  createdBy: string;
}

/** Makes an item one whose answer is known; false when it is not there or a copy itself. */
export async function putGolden(tx: Db, golden: Golden): Promise<boolean> {
  const { itemId, orgId } = golden;
  const item = await tx.item.findFirst({
    where: { id: itemId, orgId, shadowOf: null },
    select: { id: true },
  });
  if (!item) return false;
  await tx.goldenItem.upsert({
    where: { itemId },
    create: golden,
    update: { ...golden, retiredAt: null, createdAt: new Date() },
  });
  return true;
}

/** Serves no more copies of a golden item; false when there is none. */
export async function retireGolden(tx: Db, orgId: string, itemId: string): Promise<boolean> {
  const { count } = await tx.goldenItem.updateMany({
    where: { orgId, itemId, retiredAt: null },
    data: { retiredAt: new Date() },
  });
  if (count === 1)
    await tx.item.deleteMany({
      where: { shadowOf: itemId, tasks: { some: { stock: true, state: "open" } } },
    });
  return count === 1;
}

/** Whether copies of this item are served. */
export async function isGolden(itemId: string): Promise<boolean> {
  return (await db().goldenItem.count({ where: { itemId, retiredAt: null } })) > 0;
}

/** The golden items in use with how often they were answered, and how often rightly. */
export async function listGolden(orgId: string) {
  const rows = await db().goldenItem.findMany({
    where: { orgId, retiredAt: null },
    orderBy: { createdAt: "desc" },
    take: 500,
    include: { item: { select: { text: true, contentId: true } } },
  });
  const answers = await db().checkResult.groupBy({
    by: ["itemId", "agrees"],
    where: { orgId, kind: "golden", itemId: { in: rows.map(({ itemId }) => itemId) } },
    _count: true,
  });
  const count = (itemId: string, agrees?: boolean) =>
    answers
      .filter((row) => row.itemId === itemId && (agrees === undefined || row.agrees === agrees))
      .reduce((sum, row) => sum + row._count, 0);
  return rows.map((row) => ({ ...row, served: count(row.itemId), right: count(row.itemId, true) }));
}

/** Organisations whose people were at work since `since` and that have golden items. */
export async function orgsToStock(since: Date): Promise<string[]> {
  const rows = await db().$queryRaw<{ orgId: string }[]>`
    SELECT DISTINCT g."orgId" FROM "GoldenItem" g WHERE g."retiredAt" IS NULL AND EXISTS (
      SELECT 1 FROM "TaskDelta" d WHERE d."orgId" = g."orgId" AND d."kind" IN ('leased', 'done')
      UNION ALL SELECT 1 FROM "TaskTally" d WHERE d."orgId" = g."orgId" AND d."kind" = 'done' AND d."minute" > ${since}
      UNION ALL SELECT 1 FROM "ReviewTask" t WHERE t."orgId" = g."orgId" AND t."state" = 'leased' AND t."leaseUntil" > now())`;
  return rows.map(({ orgId }) => orgId);
}

/** Throws away copies that were kept ready since before `before`; answers how many are left. */
export async function trimStock(orgId: string, before: Date): Promise<number> {
  await db().item.deleteMany({
    where: {
      orgId,
      shadowKind: "golden",
      tasks: { some: { stock: true, state: "open", createdAt: { lt: before } } },
    },
  });
  return db().reviewTask.count({ where: { orgId, stock: true, state: "open" } });
}

/** Golden items to copy next, drawn at random, with who knows their answer. */
export async function drawGolden(
  orgId: string,
  count: number,
): Promise<{ itemId: string; knownTo: string[] }[]> {
  return db().$queryRaw`
    SELECT g."itemId", array_append(coalesce((
      SELECT array_agg(DISTINCT o."reviewerId") FROM "Opinion" o JOIN "ReviewTask" t ON t."id" = o."taskId"
      WHERE t."itemId" = g."itemId"), '{}'), g."createdBy") AS "knownTo"
    FROM "GoldenItem" g WHERE g."orgId" = ${orgId} AND g."retiredAt" IS NULL
      AND NOT EXISTS (SELECT 1 FROM "Item" i JOIN "ReviewTask" t ON t."itemId" = i."id"
        WHERE i."shadowOf" = g."itemId" AND t."stock" AND t."state" = 'open')
    ORDER BY random() LIMIT ${count}`;
}

/** Items whose decision this person must not see now, because they hold a copy of them. */
export async function hiddenFrom(userId: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT i."shadowOf" AS id FROM "ReviewTask" t JOIN "Item" i ON i."id" = t."itemId"
    WHERE t."state" IN ('leased', 'held') AND t."leaseOwner" = ${userId} AND i."shadowOf" IS NOT NULL`;
  return rows.map(({ id }) => id);
}
