import { CATEGORIES } from "#lib/domain/terms";
import type { Draft } from "./desk-state";

const keyOf = (itemId: string) => `sightline-draft:${itemId}`;

/** Keeps a draft for as long as this tab lives: an item that comes back finds its note again. */
export function keepDraft(itemId: string, draft: Draft) {
  if (draft.note === "" && draft.categories.length === 0) forgetDraft(itemId);
  else sessionStorage.setItem(keyOf(itemId), JSON.stringify(draft));
}

export function forgetDraft(itemId: string) {
  sessionStorage.removeItem(keyOf(itemId));
}

/** The draft kept for an item; null when there is none or it cannot be read. */
export function keptDraft(itemId: string): Draft | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(itemId)) ?? "null") as Partial<Draft> | null;
    if (typeof kept?.note !== "string" || !Array.isArray(kept.categories)) return null;
    return {
      ...kept,
      note: kept.note,
      categories: kept.categories.filter((each) => CATEGORIES.includes(each)),
    };
  } catch {
    return null;
  }
}
