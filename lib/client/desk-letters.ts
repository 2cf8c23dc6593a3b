import { useSyncExternalStore } from "react";
import { DEFAULT_LETTERS, DESK_ACTIONS, type DeskLetters, mergeLetters } from "#lib/domain/desk-keys";
import { requestOwn } from "./fetch";

/*
 * The letters a person works with. They are kept on the server, so that they follow the person; the copy in this browser
 * is there before the first answer is.
 */

const KEY = "sightline-letters";
const PATH = "/api/desk/me/keys";

type Own = Partial<DeskLetters>;

let current: DeskLetters | undefined;
let asked = false;
const listeners = new Set<() => void>();

function show(own: Own) {
  current = mergeLetters(own) ?? DEFAULT_LETTERS;
  localStorage.setItem(KEY, JSON.stringify(own));
  for (const listener of listeners) listener();
}

function kept(): Own {
  try {
    const own = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Own;
    return Object.fromEntries(DESK_ACTIONS.flatMap((name) => (own?.[name] ? [[name, own[name]]] : [])));
  } catch {
    return {};
  }
}

function read(): DeskLetters {
  current ??= mergeLetters(kept()) ?? DEFAULT_LETTERS;
  return current;
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (!asked) {
    asked = true;
    requestOwn<{ letters: Own }>(PATH).then(
      ({ letters }) => show(letters),
      () => {
        asked = false;
      },
    );
  }
  return () => {
    listeners.delete(listener);
  };
}

/** This person's letters. */
export function useDeskLetters(): DeskLetters {
  return useSyncExternalStore(subscribe, read, () => DEFAULT_LETTERS);
}

/** Saves a person's letters for good; what equals the default is not kept. Rejects with an ApiError when refused. */
export async function saveDeskLetters(letters: DeskLetters): Promise<void> {
  const own = Object.fromEntries(
    DESK_ACTIONS.flatMap((name) => (letters[name] === DEFAULT_LETTERS[name] ? [] : [[name, letters[name]]])),
  );
  const saved = await requestOwn<{ letters: Own }>(PATH, { method: "PUT", body: { letters: own } });
  show(saved.letters);
}
