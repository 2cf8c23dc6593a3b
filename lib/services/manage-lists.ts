import type { ListChange } from "#lib/domain/api/list";
import { Failure, type FieldError } from "#lib/domain/failure";
import type { ListEntry, ListQuery, NewEntries } from "#lib/domain/lists";
import { categorySchema } from "#lib/domain/taxonomy";
import { checkKeyword, checkRegex } from "#lib/domain/text/match-regexes";
import { listActionSchema, listKindSchema } from "#lib/domain/verdict";
import type { EventData } from "#lib/domain/webhooks";
import { appendAudit } from "#lib/store/audit";
import { type Db, inTransaction } from "#lib/store/client";
import {
  changeEntry,
  findEntry,
  insertEntries,
  type NewListEntry,
  nextListVersion,
  type ListEntry as Row,
  removeEntry,
  searchEntries,
} from "#lib/store/list-entries";
import { notify } from "#lib/store/notify";
import { findUserNames } from "#lib/store/user-names";
import { recordEvent, wakeReceivers } from "./webhook-events";

const PAGE = 50;

/** A page of the entries in force. */
export async function searchLists(orgId: string, query: ListQuery) {
  const { page, ...rest } = await searchEntries(orgId, query, PAGE);
  const names = await findUserNames(page.flatMap((row) => row.createdBy ?? []));
  return {
    entries: page.map((row) => toEntry(row, (row.createdBy && names.get(row.createdBy)) ?? null)),
    ...rest,
  };
}

/** Adds entries; every worker applies them within 5 s. */
export async function addEntries(
  orgId: string,
  { entries, ...shared }: NewEntries,
  by: string,
): Promise<{ added: number; skipped: number; version: number; entries: ListEntry[] }> {
  const errors = entries.flatMap(problemsOf);
  if (errors.length > 0)
    throw new Failure("invalid_input", errors[0]?.message ?? "An entry is wrong.", { errors });
  const rows: NewListEntry[] = entries.map((entry) => ({ ...entry, ...shared }));
  const { told, ...answer } = await inTransaction(async (tx) => {
    const version = await nextListVersion(tx, orgId);
    const added = await insertEntries(tx, orgId, rows, { version, by });
    const told =
      added.length > 0 ? await listChanged(tx, orgId, { version, added: added.length, removed: 0 }) : [];
    if (added.length > 0) {
      await notify("lists_changed", orgId, tx);
      await appendAudit(tx, {
        orgId,
        actor: by,
        action: "list.entry_added",
        subject: added.length === 1 && added[0] ? added[0].id : `lists:${version}`,
        payload: { version, ...shared, entries: added.map(({ id, kind, value }) => ({ id, kind, value })) },
      });
    }
    return {
      added: added.length,
      skipped: entries.length - added.length,
      version,
      entries: added.map((row) => toEntry(row, null)),
      told,
    };
  });
  await wakeReceivers(told);
  return answer;
}

function listChanged(tx: Db, orgId: string, data: EventData<"list.changed">): Promise<string[]> {
  return recordEvent(tx, { orgId, type: "list.changed", subject: `lists:${orgId}`, data });
}

/** One entry in force. Throws `not_found`, also for other organisations' ids. */
export async function readListEntry(orgId: string, id: string): Promise<ListEntry> {
  const row = await findEntry(orgId, id);
  if (!row) throw new Failure("not_found", "There is no such entry in force.");
  return toEntry(row, null);
}

/**
 * Changes what an entry does; its past stays on record. Throws `not_found`.
 * @param check called while nobody else can change the lists; throws when the caller saw an older entry
 */
export async function changeListEntry(
  { orgId, id, by }: { orgId: string; id: string; by: string },
  change: ListChange,
  check: (current: ListEntry) => void,
): Promise<ListEntry> {
  const { told, entry } = await inTransaction(async (tx) => {
    const version = await nextListVersion(tx, orgId);
    const changed = await changeEntry(tx, { orgId, id, version }, change);
    if (!changed) throw new Failure("not_found", "There is no such entry in force.");
    check(toEntry(changed.before, null));
    await notify("lists_changed", orgId, tx);
    const told = await listChanged(tx, orgId, { version, added: 1, removed: 1 });
    const facts = ({ category, action, note }: Row) => ({ category, action, note });
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "list.entry_changed",
      subject: id,
      payload: { version, from: facts(changed.before), to: facts(changed.after) },
    });
    return { told, entry: toEntry(changed.after, null) };
  });
  await wakeReceivers(told);
  return entry;
}

/** Takes one entry out of force. @param check as for a change */
export async function removeFromLists(
  orgId: string,
  id: string,
  by: string,
  check?: (current: ListEntry) => void,
): Promise<void> {
  const receivers = await inTransaction(async (tx) => {
    const version = await nextListVersion(tx, orgId);
    const removed = await removeEntry(tx, orgId, id, version);
    if (!removed) throw new Failure("not_found", "There is no such entry in force.");
    check?.(toEntry(removed, null));
    await notify("lists_changed", orgId, tx);
    const told = await listChanged(tx, orgId, { version, added: 0, removed: 1 });
    const { kind, value, category, action } = removed;
    await appendAudit(tx, {
      orgId,
      actor: by,
      action: "list.entry_removed",
      subject: id,
      payload: { version, kind, value, category, action },
    });
    return told;
  });
  await wakeReceivers(receivers);
}

function problemsOf({ kind, value }: NewEntries["entries"][number], index: number): FieldError[] {
  try {
    if (kind === "keyword") checkKeyword(value);
    else if (kind === "regex") checkRegex(value);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ pointer: `/entries/${index}/value`, message: error.message }];
  }
}

function toEntry(row: Row, createdBy: string | null): ListEntry {
  const { id, kind, value, category, action, note, createdAt } = row;
  return {
    id,
    value,
    note,
    createdBy,
    kind: listKindSchema.parse(kind),
    category: categorySchema.parse(category),
    action: listActionSchema.parse(action),
    createdAt: createdAt.toISOString(),
  };
}
