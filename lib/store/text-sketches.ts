import { type Db, db } from "./client";

/** Keeps the keys under which near-duplicates of a text meet. */
export async function insertSketch(
  tx: Db,
  sketch: { itemId: string; orgId: string; bands: number[] },
): Promise<void> {
  await tx.textSketch.createMany({ data: [sketch], skipDuplicates: true });
}

export interface SketchedItem {
  id: string;
  contentId: string;
  text: string;
  state: "received" | "decided" | "in_review";
  decision: "APPROVE" | "FLAG" | "BLOCK" | null;
  decidedBy: string | null;
  receivedAt: Date;
}

/** The newest items of an organisation that share a key with these, the item itself and copies left out. */
export function itemsWithBands(
  { orgId, itemId, bands }: { orgId: string; itemId: string; bands: number[] },
  limit: number,
): Promise<SketchedItem[]> {
  return db().$queryRaw<SketchedItem[]>`
    SELECT i."id", i."contentId", i."text", i."state", i."decision", i."decidedBy", i."receivedAt"
    FROM "TextSketch" s JOIN "Item" i ON i."id" = s."itemId"
    WHERE s."bands" && ${bands}::int4[] AND s."orgId" = ${orgId} AND i."id" <> ${itemId}
      AND i."text" IS NOT NULL AND i."shadowName" IS NULL
    ORDER BY i."receivedAt" DESC LIMIT ${limit}`;
}
