import type { Category, DecisionKind } from "#lib/domain/taxonomy";
import { db } from "./client";
import { Prisma } from "./generated/client";

export interface ItemListFilter {
  orgId: string;
  decision?: DecisionKind;
  state?: "received" | "decided" | "in_review";
  /** Items whose verdict this category decided. */
  category?: Category;
  /** The platform's own id of the author. */
  author?: string;
  community?: string;
  contentId?: string;
  /** Received at or after, and before. */
  from?: Date;
  to?: Date;
  /** Also copies that check how people decide; the platform does not know them. */
  withCopies?: boolean;
  /** The last item of the page before. */
  after?: { receivedAt: Date; id: string };
  limit: number;
}

export interface ItemListRow {
  id: string;
  contentId: string;
  state: "received" | "decided" | "in_review";
  decision: DecisionKind | null;
  decidedBy: string | null;
  confidence: number | null;
  safety: number | null;
  scores: Prisma.JsonValue;
  author: string | null;
  community: string | null;
  language: string | null;
  receivedAt: Date;
}

/** Whether the author is one of the organisation; the id by which its items are found. */
async function authorIdOf(orgId: string, externalId: string): Promise<string | null> {
  const key = { orgId_externalId: { orgId, externalId } };
  return (await db().author.findUnique({ where: key, select: { id: true } }))?.id ?? null;
}

/**
 * A page of items, newest first, keyed by (receivedAt, id): every filter by itself has an index in this order, so that
 * a page costs the same however many items there are. One row more than `limit` says that there is another page.
 */
export async function listItemRows(filter: ItemListFilter): Promise<ItemListRow[]> {
  const {
    orgId,
    decision,
    state,
    category,
    author,
    community,
    contentId,
    from,
    to,
    after,
    limit,
    withCopies,
  } = filter;
  const authorId = author === undefined ? undefined : await authorIdOf(orgId, author);
  if (authorId === null) return [];
  // A category is looked up in its own table, which carries the key of the page.
  const [table, at, id] = category
    ? [
        Prisma.sql`"ItemCategory" c JOIN "Item" i ON i."id" = c."itemId"`,
        Prisma.sql`c."receivedAt"`,
        Prisma.sql`c."itemId"`,
      ]
    : [Prisma.sql`"Item" i`, Prisma.sql`i."receivedAt"`, Prisma.sql`i."id"`];
  const conditions = [
    category
      ? Prisma.sql`c."orgId" = ${orgId} AND c."category" = ${category}`
      : Prisma.sql`i."orgId" = ${orgId}`,
    decision && Prisma.sql`i."decision" = ${decision}::"Decided"`,
    state && Prisma.sql`i."state" = ${state}::"ItemState"`,
    authorId && Prisma.sql`i."authorId" = ${authorId}`,
    community && Prisma.sql`i."community" = ${community}`,
    contentId && Prisma.sql`i."contentId" = ${contentId}`,
    !withCopies && Prisma.sql`i."shadowOf" IS NULL`,
    from && Prisma.sql`${at} >= ${from}`,
    to && Prisma.sql`${at} < ${to}`,
    after && Prisma.sql`(${at}, ${id}) < (${after.receivedAt}, ${after.id})`,
  ].filter((condition) => condition instanceof Prisma.Sql);
  return db().$queryRaw<ItemListRow[]>`
    WITH page AS (
      SELECT i."id", i."contentId", i."state", i."decision", i."decidedBy", i."authorId", i."community",
        i."language", i."receivedAt"
      FROM ${table} WHERE ${Prisma.join(conditions, " AND ")}
      ORDER BY ${at} DESC, ${id} DESC LIMIT ${limit + 1})
    SELECT page."id", page."contentId", page."state"::text, page."decision"::text, page."decidedBy",
      page."community", page."language", page."receivedAt", v."confidence", v."safety", v."scores",
      a."externalId" AS "author"
    FROM page LEFT JOIN "Verdict" v ON v."itemId" = page."id" LEFT JOIN "Author" a ON a."id" = page."authorId"
    ORDER BY page."receivedAt" DESC, page."id" DESC`;
}
