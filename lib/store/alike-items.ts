import { type Db, db } from "./client";
import { Prisma } from "./generated/client";

/** Keeps the keys under which near-duplicates of a text meet. */
export async function insertSketch(
  tx: Db,
  sketch: { itemId: string; orgId: string; bands: number[] },
): Promise<void> {
  await tx.textSketch.createMany({ data: [sketch], skipDuplicates: true });
}

export interface AlikeItem {
  id: string;
  contentId: string;
  text: string | null;
  modalities: string[];
  state: "received" | "decided" | "in_review";
  decision: "APPROVE" | "FLAG" | "BLOCK" | null;
  decidedBy: string | null;
  receivedAt: Date;
}

const { sql, empty } = Prisma;
const fields = sql`i."id", i."contentId", i."text", i."modalities", i."state", i."decision", i."decidedBy", i."receivedAt"`;
/** Copies that check people are never found. */
const original = sql`i."shadowName" IS NULL`;
const onlyWaiting = (waiting: boolean) => (waiting ? sql`AND i."state" = 'in_review'` : empty);

interface Search {
  orgId: string;
  itemId: string;
  /** Only items that people are still to decide. */
  waiting: boolean;
  limit: number;
}

/** The newest items of an organisation that share a key with these, the item itself and copies left out. */
export function itemsWithBands(
  { orgId, itemId, waiting, limit }: Search,
  bands: number[],
): Promise<AlikeItem[]> {
  return db().$queryRaw<AlikeItem[]>`
    SELECT ${fields} FROM "TextSketch" s JOIN "Item" i ON i."id" = s."itemId"
    WHERE s."bands" && ${bands}::int4[] AND s."orgId" = ${orgId} AND i."id" <> ${itemId}
      AND i."text" IS NOT NULL AND ${original} ${onlyWaiting(waiting)}
    ORDER BY i."receivedAt" DESC LIMIT ${limit}`;
}

/** Newest pictures of an organisation that are compared bit by bit: no index holds perceptual hashes of items. */
const PICTURES_COMPARED = 2000;

/** Items whose picture differs in at most `radius` of the 256 bits of this PDQ hash (64 hex digits), among the newest. */
export function itemsWithPicture(
  { orgId, itemId, waiting, limit }: Search,
  { pdq, radius, quality }: { pdq: string; radius: number; quality: number },
): Promise<(AlikeItem & { bits: number })[]> {
  return db().$queryRaw<(AlikeItem & { bits: number })[]>`
    SELECT ${fields}, near."bits" FROM (
      SELECT m."itemId", bit_count(('x' || (m."facts"->>'pdq'))::bit(256) # ${`x${pdq}`}::bit(256))::int AS "bits"
      FROM (
        SELECT "itemId", "facts" FROM "Media"
        WHERE "orgId" = ${orgId} AND "kind" = 'image' AND length("facts"->>'pdq') = 64
          AND ("facts"->>'pdqQuality')::float8 >= ${quality} AND "itemId" <> ${itemId}
        ORDER BY "id" DESC LIMIT ${PICTURES_COMPARED}) m) near
    JOIN "Item" i ON i."id" = near."itemId"
    WHERE near."bits" <= ${radius} AND ${original} ${onlyWaiting(waiting)}
    ORDER BY near."bits", i."receivedAt" DESC LIMIT ${limit}`;
}
