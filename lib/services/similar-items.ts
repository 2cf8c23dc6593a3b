import type { SimilarItem } from "#lib/domain/desk";
import { bandsOf, NEAR_DUPLICATE, shinglesOf, similarity } from "#lib/domain/text/min-hash";
import type { Db } from "#lib/store/client";
import type { Item } from "#lib/store/items";
import { insertSketch, itemsWithBands } from "#lib/store/text-sketches";

/** Candidates compared word for word, and near-duplicates shown. */
const MOST_CANDIDATES = 60;
const MOST_SHOWN = 5;
const EXCERPT_LENGTH = 120;

/** Lets an item be found as a near-duplicate; a text too short to tell is left out. */
export async function sketchItem(
  tx: Db,
  { id, orgId, text }: Pick<Item, "id" | "orgId" | "text">,
): Promise<void> {
  const bands = text ? bandsOf(shinglesOf(text)) : [];
  if (bands.length > 0) await insertSketch(tx, { itemId: id, orgId, bands });
}

/** The items whose text is nearly the same, the likest first, and what became of each. */
export async function similarItems(
  item: Pick<Item, "id" | "orgId" | "text" | "shadowOf">,
): Promise<SimilarItem[]> {
  const shingles = shinglesOf(item.text ?? "");
  const bands = bandsOf(shingles);
  if (bands.length === 0) return [];
  const candidates = await itemsWithBands({ orgId: item.orgId, itemId: item.id, bands }, MOST_CANDIDATES);
  return (
    candidates
      .map((other) => ({ other, alike: similarity(shingles, shinglesOf(other.text)) }))
      // A copy that checks a person must not show them how its original was decided.
      .filter(({ other, alike }) => alike >= NEAR_DUPLICATE && other.id !== item.shadowOf)
      .sort((a, b) => b.alike - a.alike)
      .slice(0, MOST_SHOWN)
      .map(({ other, alike }) => ({
        id: other.id,
        contentId: other.contentId,
        similarity: alike,
        decision: other.state === "decided" ? other.decision : null,
        byPerson: other.state === "decided" && other.decidedBy !== "machine",
        receivedAt: other.receivedAt.toISOString(),
        excerpt: other.text.slice(0, EXCERPT_LENGTH),
      }))
  );
}
