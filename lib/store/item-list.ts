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
  id?: string;
  /** Words of the text, as in a search engine: "two words", or, -not. */
  words?: string;
  /** SHA-256 of a picture, sound or film. */
  hash?: string;
  language?: string;
  decidedBy?: "machine" | "person";
  /** Highest score of any category. */
  scoreFrom?: number;
  scoreTo?: number;
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
  /** The first characters of the text. */
  excerpt: string | null;
  /** The content id that people see on a copy. */
  shadowName: string | null;
}

/** Characters of the text that a row carries. */
export const EXCERPT_LENGTH = 160;

/** Whether the author is one of the organisation; the id by which its items are found. */
async function authorIdOf(orgId: string, externalId: string): Promise<string | null> {
  const key = { orgId_externalId: { orgId, externalId } };
  return (await db().author.findUnique({ where: key, select: { id: true } }))?.id ?? null;
}

const matches = (words: string) =>
  Prisma.sql`to_tsvector('simple', coalesce(i."text", '')) @@ websearch_to_tsquery('simple', ${words})`;

/** Up to so many matches are looked up by their words, and then sorted. */
const RARE = 2000;
/** The database's guess for words that it has no figures on is half a per cent; from this share on it knows. */
const KNOWN_COMMON = 0.01;

/** Whether the database knows these words to be in a good part of all posts; asking costs no look at any of them. */
async function areCommon(words: string): Promise<boolean> {
  const [[plan], [table]] = await Promise.all([
    db().$queryRaw<{ "QUERY PLAN": { Plan: { "Plan Rows": number } }[] }[]>`
      EXPLAIN (FORMAT JSON) SELECT FROM "Item" i WHERE ${matches(words)}`,
    db().$queryRaw<{ rows: number }[]>`
      SELECT "reltuples"::float8 AS rows FROM pg_class WHERE oid = '"Item"'::regclass`,
  ]);
  const guess = plan?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0;
  return guess > RARE && guess > KNOWN_COMMON * (table?.rows ?? 0);
}

/**
 * The items that match, when they are few; null when they are many. Few are found through the index of words, many by
 * going through the newest: the database cannot tell which of the two a search is, except for the commonest words.
 */
async function rareMatches(orgId: string, words: string): Promise<string[] | null> {
  if (await areCommon(words)) return null;
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT i."id" FROM "Item" i WHERE i."orgId" = ${orgId} AND ${matches(words)} LIMIT ${RARE + 1}`;
  return rows.length > RARE ? null : rows.map(({ id }) => id);
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
  const { id: itemId, words, hash, language, decidedBy, scoreFrom, scoreTo } = filter;
  const rare = words ? await rareMatches(orgId, words) : null;
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
    contentId && withCopies && Prisma.sql`(i."contentId" = ${contentId} OR i."shadowName" = ${contentId})`,
    contentId && !withCopies && Prisma.sql`i."contentId" = ${contentId}`,
    itemId && Prisma.sql`i."id" = ${itemId}`,
    rare && Prisma.sql`i."id" = ANY(${rare})`,
    words && !rare && matches(words),
    hash &&
      Prisma.sql`i."id" IN (SELECT m."itemId" FROM "Media" m WHERE m."orgId" = ${orgId} AND m."sha256" = ${hash})`,
    language && Prisma.sql`i."language" = ${language}`,
    decidedBy === "machine" && Prisma.sql`i."decidedBy" = 'machine'`,
    decidedBy === "person" && Prisma.sql`i."decidedBy" <> 'machine'`,
    (scoreFrom !== undefined || scoreTo !== undefined) &&
      Prisma.sql`i."safety" <= ${1 - (scoreFrom ?? 0)} AND i."safety" >= ${1 - (scoreTo ?? 1)}`,
    !withCopies && Prisma.sql`i."shadowOf" IS NULL`,
    from && Prisma.sql`${at} >= ${from}`,
    to && Prisma.sql`${at} < ${to}`,
    after && Prisma.sql`(${at}, ${id}) < (${after.receivedAt}, ${after.id})`,
  ].filter((condition) => condition instanceof Prisma.Sql);
  return db().$queryRaw<ItemListRow[]>`
    WITH page AS (
      SELECT i."id", i."contentId", i."state", i."decision", i."decidedBy", i."authorId", i."community",
        i."language", i."receivedAt", i."shadowName", left(i."text", ${EXCERPT_LENGTH + 1}) AS "excerpt"
      FROM ${table} WHERE ${Prisma.join(conditions, " AND ")}
      ORDER BY ${at} DESC, ${id} DESC LIMIT ${limit + 1})
    SELECT page."id", page."contentId", page."state"::text, page."decision"::text, page."decidedBy",
      page."community", page."language", page."receivedAt", page."shadowName", page."excerpt", v."confidence", v."safety", v."scores",
      a."externalId" AS "author"
    FROM page LEFT JOIN "Verdict" v ON v."itemId" = page."id" LEFT JOIN "Author" a ON a."id" = page."authorId"
    ORDER BY page."receivedAt" DESC, page."id" DESC`;
}
