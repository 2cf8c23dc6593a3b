import { deciderOf } from "#lib/domain/decider";
import type { SimilarItem } from "#lib/domain/desk";
import { bandsOf, NEAR_DUPLICATE, shinglesOf, similarity } from "#lib/domain/text/min-hash";
import { PDQ_LEAST_QUALITY, PDQ_MATCH_RADIUS } from "#lib/media/pdq";
import { type AlikeItem, insertSketch, itemsWithBands, itemsWithPicture } from "#lib/store/alike-items";
import type { Db } from "#lib/store/client";
import type { Item } from "#lib/store/items";
import { factsOf, findMedia } from "#lib/store/media";

/** Candidates compared word for word, and near-duplicates shown. */
const MOST_CANDIDATES = 60;
const MOST_SHOWN = 5;
const EXCERPT_LENGTH = 120;
const PDQ_BITS = 256;

/** Lets an item be found as a near-duplicate; a text too short to tell is left out. */
export async function sketchItem(
  tx: Db,
  { id, orgId, text }: Pick<Item, "id" | "orgId" | "text">,
): Promise<void> {
  const bands = text ? bandsOf(shinglesOf(text)) : [];
  if (bands.length > 0) await insertSketch(tx, { itemId: id, orgId, bands });
}

/** An item of which a part is nearly the same as another item's. */
export interface Alike {
  other: AlikeItem;
  similarity: number;
  by: "text" | "picture";
}

type Searched = Pick<Item, "id" | "orgId" | "text" | "modalities" | "shadowOf">;

/** Items that share nearly the same text or picture, the likest first, each once; `limit` candidates of either. */
export async function alikeItems(
  item: Searched,
  { waiting = false, limit = MOST_CANDIDATES } = {},
): Promise<Alike[]> {
  const search = { orgId: item.orgId, itemId: item.id, waiting, limit };
  const [byText, byPicture] = await Promise.all([alikeInText(item, search), alikeInPicture(item, search)]);
  const likest = new Map<string, Alike>();
  // A copy that checks a person must not show them how its original was decided.
  for (const alike of [...byText, ...byPicture].sort((a, b) => b.similarity - a.similarity))
    if (!likest.has(alike.other.id) && alike.other.id !== item.shadowOf) likest.set(alike.other.id, alike);
  return [...likest.values()];
}

type Search = Parameters<typeof itemsWithBands>[0];

async function alikeInText(item: Searched, search: Search): Promise<Alike[]> {
  const shingles = shinglesOf(item.text ?? "");
  const bands = bandsOf(shingles);
  if (bands.length === 0) return [];
  return (await itemsWithBands(search, bands))
    .map((other) => ({
      other,
      similarity: similarity(shingles, shinglesOf(other.text ?? "")),
      by: "text" as const,
    }))
    .filter((alike) => alike.similarity >= NEAR_DUPLICATE);
}

async function alikeInPicture(item: Searched, search: Search): Promise<Alike[]> {
  if (!item.modalities.includes("image")) return [];
  const picture = (await findMedia(item.id)).find(({ kind }) => kind === "image");
  const { pdq, pdqQuality = 0 } = picture ? factsOf(picture) : {};
  if (!pdq || pdqQuality < PDQ_LEAST_QUALITY) return [];
  const wanted = { pdq, radius: PDQ_MATCH_RADIUS, quality: PDQ_LEAST_QUALITY };
  return (await itemsWithPicture(search, wanted)).map(({ bits, ...other }) => ({
    other,
    similarity: 1 - bits / PDQ_BITS,
    by: "picture" as const,
  }));
}

export interface Similar {
  similar: SimilarItem[];
  /** How many of them wait for people. */
  alikeWaiting: number;
}

/** The likest items and what became of each. */
export async function similarItems(item: Searched): Promise<Similar> {
  const alike = await alikeItems(item);
  return {
    alikeWaiting: alike.filter(({ other }) => other.state === "in_review").length,
    similar: alike.slice(0, MOST_SHOWN).map(({ other, ...how }) => ({
      ...how,
      id: other.id,
      contentId: other.contentId,
      decision: other.state === "decided" ? other.decision : null,
      decidedBy: other.state === "decided" ? deciderOf(other.decidedBy) : null,
      receivedAt: other.receivedAt.toISOString(),
      excerpt: (other.text ?? "").slice(0, EXCERPT_LENGTH),
    })),
  };
}
