import { type Db, db } from "./client";
import { newId } from "./ids";

export interface NewNote {
  orgId: string;
  itemId: string;
  authorId: string;
  text: string;
  /** Ids of those who are mentioned. */
  mentions: string[];
}

/** Adds a note to an item's thread; its id. */
export async function insertNote(tx: Db, { mentions, ...note }: NewNote): Promise<string> {
  const id = newId("nte");
  await tx.itemNote.create({
    data: { ...note, id, mentions: { create: mentions.map((userId) => ({ userId })) } },
  });
  return id;
}

/** An item's notes with the names of their authors, oldest first. */
export function listNotes(itemId: string) {
  return db().itemNote.findMany({
    where: { itemId },
    orderBy: { id: "asc" },
    take: 500,
    include: { author: { select: { name: true } } },
  });
}

/** Notes on an item. */
export function countNotes(itemId: string): Promise<number> {
  return db().itemNote.count({ where: { itemId } });
}

/** What keeps others' notes on items back: people are still to give opinions, or to decide without the model's. */
export async function roundsOn(itemIds: string[]): Promise<Map<string, "opinions" | "blind">> {
  const rows = await db().reviewTask.findMany({
    where: {
      itemId: { in: itemIds },
      state: { not: "closed" },
      OR: [{ opinionsNeeded: { gt: 1 } }, { blindModel: true }],
    },
    select: { itemId: true, opinionsNeeded: true },
  });
  return new Map(
    rows.map(({ itemId, opinionsNeeded }) => [itemId, opinionsNeeded > 1 ? "opinions" : "blind"]),
  );
}

/** Notes that mention a person, newest first. */
export function listMentions(userId: string, limit: number) {
  return db().noteMention.findMany({
    where: { userId },
    orderBy: { noteId: "desc" },
    take: limit,
    include: {
      note: {
        include: {
          author: { select: { name: true } },
          item: { select: { contentId: true, shadowName: true } },
        },
      },
    },
  });
}

/** Marks a person's mentions in these notes as read. */
export async function markMentionsSeen(userId: string, noteIds: string[]): Promise<void> {
  await db().noteMention.updateMany({
    where: { userId, noteId: { in: noteIds }, seenAt: null },
    data: { seenAt: new Date() },
  });
}
