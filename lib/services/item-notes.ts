import { Failure } from "#lib/domain/failure";
import { type Mentions, mentionedIn, type NoteThread } from "#lib/domain/notes";
import type { Role } from "#lib/domain/taxonomy";
import { appendAudit } from "#lib/store/audit";
import { inTransaction } from "#lib/store/client";
import { insertNote, listMentions, listNotes, markMentionsSeen, roundsOn } from "#lib/store/item-notes";
import { findItem } from "#lib/store/items";
import { hiddenFrom } from "#lib/store/shadows";
import { listUsers } from "#lib/store/users";

interface Person {
  orgId: string;
  userId: string;
  role: Role;
}

const MOST_MENTIONS = 50;

/** Whoever may not open an item does not reach its notes either. */
async function refuseUnlessSeen({ orgId, userId }: Person, itemId: string): Promise<void> {
  const item = await findItem(orgId, itemId);
  if (!item || (await hiddenFrom(userId)).includes(itemId))
    throw new Failure("not_found", "There is no item with this id.");
  if (item.erasedAt) throw new Failure("gone", "The content of this item was erased, and its notes with it.");
}

/** Colleagues who can sign in, and so see items of this organisation. */
async function colleagues({ orgId, userId }: Person) {
  return (await listUsers(orgId)).filter((user) => user.active && user.id !== userId);
}

/** Whether others' notes are kept back from this person: nobody reads a colleague's mind before giving their own. */
function keepsBack(round: "opinions" | "blind" | undefined, { role }: Person): boolean {
  return round === "opinions" || (round === "blind" && role === "moderator");
}

/** The notes on an item, as far as this person may read them. */
export async function readNotes(person: Person, itemId: string): Promise<NoteThread> {
  await refuseUnlessSeen(person, itemId);
  const [notes, rounds, people] = await Promise.all([
    listNotes(itemId),
    roundsOn([itemId]),
    colleagues(person),
  ]);
  const keptBack = keepsBack(rounds.get(itemId), person);
  return {
    notes: notes
      .filter(({ authorId }) => !keptBack || authorId === person.userId)
      .map(({ id, author, authorId, createdAt, text }) => ({
        id,
        by: author.name,
        own: authorId === person.userId,
        at: createdAt.toISOString(),
        text,
      })),
    keptBack,
    people: people.map(({ name }) => name),
  };
}

/** Adds a note to an item; colleagues named in it find it among their mentions. The log says that, not what it says. */
export async function addNote(person: Person, itemId: string, text: string): Promise<NoteThread> {
  await refuseUnlessSeen(person, itemId);
  const { orgId, userId } = person;
  const mentions = mentionedIn(text, await colleagues(person)).map(({ id }) => id);
  await inTransaction(async (tx) => {
    const noteId = await insertNote(tx, { orgId, itemId, authorId: userId, text, mentions });
    await appendAudit(tx, {
      orgId,
      actor: userId,
      action: "note.added",
      subject: itemId,
      payload: { noteId, mentions },
    });
  });
  return readNotes(person, itemId);
}

/** Where colleagues mentioned this person. An item that they may not see now is not among them. */
export async function readMentions(person: Person): Promise<Mentions> {
  const [rows, hidden] = await Promise.all([
    listMentions(person.userId, MOST_MENTIONS),
    hiddenFrom(person.userId),
  ]);
  const visible = rows.filter(({ note }) => note.orgId === person.orgId && !hidden.includes(note.itemId));
  const rounds = await roundsOn(visible.map(({ note }) => note.itemId));
  const mentions = visible.map(({ note, seenAt }) => ({
    noteId: note.id,
    itemId: note.itemId,
    contentId: note.item.shadowName ?? note.item.contentId,
    by: note.author.name,
    at: note.createdAt.toISOString(),
    text: keepsBack(rounds.get(note.itemId), person) ? null : note.text,
    unread: seenAt === null,
  }));
  return { mentions, unread: mentions.filter(({ unread }) => unread).length };
}

/** Says that this person has read these mentions of them. */
export function markRead({ userId }: Person, noteIds: string[]): Promise<void> {
  return markMentionsSeen(userId, noteIds);
}
