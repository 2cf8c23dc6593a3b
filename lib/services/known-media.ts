import type { Fingerprint } from "#lib/domain/cascade";
import type { RuleMatch } from "#lib/domain/verdict";
import { KnownHashes } from "#lib/media/known-hashes";
import { hashEntriesSince, listVersionOf } from "#lib/store/hash-entries";

/** Looks media of one organisation up in its lists as they are now. */
export type KnownMediaLookup = (orgId: string) => Promise<(fingerprint: Fingerprint) => RuleMatch[]>;

interface Held {
  version: number;
  hashes: KnownHashes;
}

/**
 * Keeps each organisation's hashes in memory and asks for the lists' version before each use: an entry is in force with the
 * next item, in every worker, whatever notifications get lost. Only what changed is read.
 */
export function openKnownMedia(): KnownMediaLookup {
  const held = new Map<string, Promise<Held>>();
  const upToDate = async (orgId: string, before: Promise<Held> | undefined): Promise<Held> => {
    // Whatever failed last time is read from the start again.
    const known = await before?.catch(() => undefined);
    if (known && (await listVersionOf(orgId)) === known.version) return known;
    const { version, entries } = await hashEntriesSince(orgId, known?.version ?? 0);
    const hashes = known?.hashes ?? new KnownHashes();
    hashes.apply(entries);
    return { version, hashes };
  };
  return async (orgId) => {
    // One after the other, so that changes are applied in their order.
    const next = upToDate(orgId, held.get(orgId));
    held.set(orgId, next);
    const { hashes } = await next;
    return (fingerprint) => hashes.match(fingerprint);
  };
}
