import type { Fingerprint } from "#lib/domain/cascade";
import type { RuleMatch } from "#lib/domain/verdict";
import { HashIndex } from "./hash-index";
import { ExactHashIndex } from "./hash-index-exact";
import { hashFromHex } from "./hash256";
import { PDQ_LEAST_QUALITY } from "./pdq";

/** A hash on a list, as it is matched. */
export interface KnownHash extends Pick<RuleMatch, "value" | "category" | "action"> {
  id: string;
  kind: "sha256" | "pdq";
  /** False takes it out. */
  inForce: boolean;
}

/**
 * One organisation's hashes of known media, kept in step by changes: exact copies by SHA-256, altered ones by PDQ within 31
 * bits in any of the eight positions. Pictures too plain to have a telling hash (quality below 50) match by SHA-256 alone.
 */
export class KnownHashes {
  private readonly exact = new ExactHashIndex();
  private readonly similar = new HashIndex();
  private readonly numbers = new Map<string, number>();
  /** By number; a hole is one that was taken out. */
  private readonly known: (KnownHash | null)[] = [];

  get size(): number {
    return this.known.reduce((count, hash) => count + (hash ? 1 : 0), 0);
  }

  /** Takes changes over; a later one of the same id replaces an earlier one. */
  apply(changes: readonly KnownHash[]): void {
    for (const change of changes) {
      const number = this.numbers.get(change.id);
      if (number !== undefined) this.known[number] = change.inForce ? change : null;
      else if (change.inForce) this.add(change);
    }
  }

  private add(hash: KnownHash): void {
    const number = this.known.push(hash) - 1;
    this.numbers.set(hash.id, number);
    (hash.kind === "pdq" ? this.similar : this.exact).add(hashFromHex(hash.value), number);
  }

  /** The entries that a medium matches, once each, with the least distance. */
  match({ sha256, hashes }: Fingerprint): RuleMatch[] {
    const distances = new Map<number, number>();
    const note = (number: number, distance: number) => {
      const least = distances.get(number) ?? Number.POSITIVE_INFINITY;
      if (this.known[number] && distance < least) distances.set(number, distance);
    };
    if (sha256) for (const number of this.exact.find(hashFromHex(sha256))) note(number, 0);
    if (hashes && hashes.quality >= PDQ_LEAST_QUALITY)
      for (const hash of hashes.pdq)
        for (const { entry, distance } of this.similar.search(hash)) note(entry, distance);
    return [...distances].map(([number, distance]) => {
      const { id, kind, value, category, action } = this.known[number] as KnownHash;
      return { entryId: id, kind, value, category, action, start: 0, end: 0, distance };
    });
  }
}
