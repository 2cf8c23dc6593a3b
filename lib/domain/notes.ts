import { z } from "zod";

const moment = z.iso.datetime();

export const MOST_NOTE = 2000;

/** POST /api/desk/items/{id}/notes; colleagues are mentioned in it by their names, as in `@Ada Okoye`. */
export const noteBodySchema = z.object({
  text: z.string().trim().min(1, "Write something first.").max(MOST_NOTE),
});

/** GET /api/desk/items/{id}/notes, oldest first, and the answer to a new one. */
export const noteThreadSchema = z.object({
  notes: z.array(
    z.object({ id: z.string(), by: z.string(), own: z.boolean(), at: moment, text: z.string() }),
  ),
  /** What others wrote is kept back until everybody who is asked has given their opinion. */
  keptBack: z.boolean(),
  /** Names of the colleagues who can be mentioned. */
  people: z.array(z.string()),
});
export type NoteThread = z.infer<typeof noteThreadSchema>;

/** GET /api/desk/me/mentions: where colleagues named this person, newest first. */
export const mentionsSchema = z.object({
  mentions: z.array(
    z.object({
      noteId: z.string(),
      itemId: z.string(),
      contentId: z.string(),
      by: z.string(),
      at: moment,
      /** Null while this person may not read it yet. */
      text: z.string().nullable(),
      unread: z.boolean(),
    }),
  ),
  unread: z.int(),
});
export type Mentions = z.infer<typeof mentionsSchema>;

/** POST /api/desk/me/mentions: these have been read. */
export const mentionsReadSchema = z.object({ noteIds: z.array(z.string().max(100)).max(100) });

/** The people whose names stand in a text after an @, whatever the case; of two names the longer one is meant. */
export function mentionedIn<Person extends { name: string }>(
  text: string,
  people: readonly Person[],
): Person[] {
  const lower = text.toLowerCase();
  const taken: [number, number][] = [];
  const found: Person[] = [];
  for (const name of [...new Set(people.map((person) => person.name))].sort((a, b) => b.length - a.length)) {
    const wanted = `@${name.toLowerCase()}`;
    let named = false;
    for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + 1)) {
      const end = at + wanted.length;
      const inside = taken.some(([from, to]) => at >= from && at < to);
      if (inside || /[\p{L}\p{N}]/u.test(lower.charAt(end))) continue;
      taken.push([at, end]);
      named = true;
    }
    if (named) found.push(...people.filter((person) => person.name === name));
  }
  return found;
}
