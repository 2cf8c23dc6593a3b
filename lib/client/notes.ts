import { useEffect, useState } from "react";
import type { Around } from "#lib/domain/around";
import type { Mentions, NoteThread } from "#lib/domain/notes";
import { request, requestOwn } from "./fetch";

const path = (itemId: string, what: string) => `/api/desk/items/${encodeURIComponent(itemId)}/${what}`;

/** The notes that colleagues wrote about an item. */
export function readNotes(itemId: string, signal?: AbortSignal): Promise<NoteThread> {
  return requestOwn(path(itemId, "notes"), { signal });
}

/** Adds a note; the thread with it. */
export function addNote(itemId: string, text: string): Promise<NoteThread> {
  return requestOwn(path(itemId, "notes"), { method: "POST", body: { text } });
}

/** What stands around an item in its community. */
export function readAround(itemId: string, signal?: AbortSignal): Promise<Around> {
  return requestOwn(path(itemId, "around"), { signal });
}

const MENTIONS = "/api/desk/me/mentions";

/** Where colleagues named this person. */
export function readMentions(signal?: AbortSignal): Promise<Mentions> {
  return requestOwn(MENTIONS, { signal });
}

const ASK_EVERY_MS = 60_000;
const listeners = new Set<() => void>();

/** Says that these mentions have been read; whoever counts them asks anew. */
export async function markMentionsRead(noteIds: string[]): Promise<void> {
  await request(MENTIONS, { method: "POST", body: { noteIds } });
  for (const listener of listeners) listener();
}

/** How many mentions are unread, asked for on arrival and every minute while the page is looked at. */
export function useUnreadMentions(): number {
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const ask = () => {
      if (document.visibilityState !== "visible") return;
      readMentions(stop.signal).then(
        (answer) => setUnread(answer.unread),
        () => {},
      );
    };
    ask();
    listeners.add(ask);
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => {
      stop.abort();
      listeners.delete(ask);
      clearInterval(timer);
    };
  }, []);
  return unread;
}
