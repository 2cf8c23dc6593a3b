import type { ListEntryResource } from "#lib/domain/api/list";
import type { ListEntry } from "#lib/domain/lists";

/** A list entry as the public API shows it. */
export function toListEntry(entry: ListEntry): ListEntryResource {
  const { id, kind, value, category, action, note, createdAt } = entry;
  return { id, kind, value, category, action, note, created_at: createdAt };
}
