import { z } from "zod";
import { categorySchema } from "#lib/domain/taxonomy";
import type { Draft } from "./desk-state";

const draftSchema = z.object({ categories: z.array(categorySchema), note: z.string() });
const keyOf = (itemId: string) => `sightline-draft:${itemId}`;

/** Keeps a draft for as long as this tab lives: an item that comes back finds its note again. */
export function keepDraft(itemId: string, draft: Draft) {
  if (draft.note === "" && draft.categories.length === 0) forgetDraft(itemId);
  else sessionStorage.setItem(keyOf(itemId), JSON.stringify(draft));
}

export function forgetDraft(itemId: string) {
  sessionStorage.removeItem(keyOf(itemId));
}

export function keptDraft(itemId: string): Draft | null {
  try {
    return draftSchema.parse(JSON.parse(sessionStorage.getItem(keyOf(itemId)) ?? "null"));
  } catch {
    return null;
  }
}
