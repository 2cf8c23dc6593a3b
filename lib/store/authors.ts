import { type Db, db } from "./client";
import type { Author } from "./generated/client";

export interface AuthorCounts {
  flagged?: number;
  blocked?: number;
  overturned?: number;
}

/** Adds to an author's counters. */
export async function countForAuthor(tx: Db, authorId: string, add: AuthorCounts): Promise<void> {
  await tx.author.update({
    where: { id: authorId },
    data: Object.fromEntries(Object.entries(add).map(([name, increment]) => [name, { increment }])),
  });
}

export type AuthorWithRecent = Author & {
  recent: { id: string; decision: "APPROVE" | "FLAG" | "BLOCK" | null; receivedAt: Date }[];
};

/** An author with their latest items, `exceptItem` left out. */
export async function readAuthor(authorId: string, exceptItem: string): Promise<AuthorWithRecent | null> {
  const author = await db().author.findUnique({ where: { id: authorId } });
  if (!author) return null;
  const recent = await db().item.findMany({
    where: { authorId, id: { not: exceptItem } },
    orderBy: { receivedAt: "desc" },
    take: 10,
    select: { id: true, decision: true, receivedAt: true },
  });
  return { ...author, recent };
}

/** The platform's own ids of the authors of these items, by item. */
export async function authorNames(itemIds: string[]): Promise<Map<string, string>> {
  const rows = await db().item.findMany({
    where: { id: { in: itemIds } },
    select: { id: true, author: { select: { externalId: true } } },
  });
  return new Map(rows.flatMap(({ id, author }) => (author ? [[id, author.externalId] as const] : [])));
}
