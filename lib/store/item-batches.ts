import type { Db } from "./client";
import { newId } from "./ids";
import type { NewItem } from "./items";

export interface StoredRow {
  itemId: string;
  /** The item was there before. */
  known: boolean;
  /** It was there before, with another body. */
  conflict: boolean;
}

/** Stores many items with their media's rows in a few statements, each once; what became of each, in their order. */
export async function insertItems(tx: Db, orgId: string, inputs: NewItem[]): Promise<StoredRow[]> {
  const authors = await authorIds(tx, orgId, inputs);
  const inserted = await tx.item.createManyAndReturn({
    data: inputs.map(({ authorExternalId, media: _, ...columns }) => ({
      ...columns,
      id: newId("itm"),
      authorId: authorExternalId === null ? null : (authors.get(authorExternalId) ?? null),
    })),
    skipDuplicates: true,
    select: { id: true, contentId: true, bodyHash: true, authorId: true },
  });
  const fresh = new Map(inserted.map((row) => [row.contentId, row]));
  await insertMediaOf(tx, inputs, fresh);
  const missing = inputs.map(({ contentId }) => contentId).filter((contentId) => !fresh.has(contentId));
  const present = await tx.item.findMany({
    where: { orgId, contentId: { in: missing } },
    select: { id: true, contentId: true, bodyHash: true },
  });
  const before = new Map(present.map((row) => [row.contentId, row]));
  await countItems(
    tx,
    inserted.map((row) => row.authorId),
  );
  const taken = new Set<string>();
  return inputs.map(({ contentId, bodyHash }) => {
    const made = fresh.get(contentId);
    const row = made ?? before.get(contentId);
    if (!row) throw new Error("an item that was neither inserted nor there");
    // Twice in one batch: the first made it.
    const known = !made || taken.has(contentId);
    taken.add(contentId);
    return { itemId: row.id, known, conflict: row.bodyHash !== bodyHash };
  });
}

/** The media of items that were made here; of a content id that came twice, the first made it. */
async function insertMediaOf(tx: Db, inputs: NewItem[], fresh: Map<string, { id: string }>): Promise<void> {
  const firsts = new Map(inputs.toReversed().map((input) => [input.contentId, input]));
  const data = [...firsts.values()].flatMap(({ orgId, contentId, media }) => {
    const itemId = fresh.get(contentId)?.id;
    return itemId ? media.map((medium) => ({ ...medium, orgId, itemId })) : [];
  });
  if (data.length > 0) await tx.media.createMany({ data });
}

async function authorIds(tx: Db, orgId: string, inputs: NewItem[]): Promise<Map<string, string>> {
  // In one order for everybody, so that two batches cannot wait for each other.
  const names = [...new Set(inputs.flatMap((input) => input.authorExternalId ?? []))].sort();
  if (names.length === 0) return new Map();
  const ids = names.map(() => newId("aut"));
  const rows = await tx.$queryRaw<{ id: string; externalId: string }[]>`
    INSERT INTO "Author" ("id", "orgId", "externalId")
    SELECT "id", ${orgId}, "name" FROM unnest(${ids}::text[], ${names}::text[]) AS given("id", "name")
    ON CONFLICT ("orgId", "externalId") DO UPDATE SET "externalId" = EXCLUDED."externalId"
    RETURNING "id", "externalId"`;
  return new Map(rows.map((row) => [row.externalId, row.id]));
}

async function countItems(tx: Db, authors: (string | null)[]): Promise<void> {
  const ids = authors.filter((id) => id !== null);
  if (ids.length === 0) return;
  await tx.$executeRaw`
    UPDATE "Author" SET "items" = "items" + counted."n"
    FROM (SELECT "id", count(*)::int AS "n" FROM unnest(${ids}::text[]) AS given("id") GROUP BY "id") AS counted
    WHERE "Author"."id" = counted."id"`;
}
