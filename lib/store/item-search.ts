import type { Category, DecisionKind } from "#lib/domain/taxonomy";
import { db } from "./client";
import type { Prisma } from "./generated/client";

export interface ItemFilter {
  orgId: string;
  decision?: DecisionKind;
  state?: "received" | "decided" | "in_review";
  /** Items whose verdict was decided by this category. */
  category?: Category;
  author?: string;
  contentId?: string;
  /** Opaque, from the page before. */
  cursor?: string;
  limit: number;
}

const withVerdict = {
  verdict: { select: { confidence: true, scores: true } },
  author: { select: { externalId: true } },
} satisfies Prisma.ItemInclude;
export type FoundItem = Prisma.ItemGetPayload<{ include: typeof withVerdict }>;

/** A page of items, newest first. Ids sort by time, so the id alone is the key of a page. */
export async function listItems(
  filter: ItemFilter,
): Promise<{ rows: FoundItem[]; nextCursor: string | null }> {
  const { orgId, decision, state, category, author, contentId, cursor, limit } = filter;
  const rows = await db().item.findMany({
    where: {
      orgId,
      decision,
      state,
      ...(contentId ? { OR: [{ contentId }, { shadowName: contentId }] } : {}),
      ...(author ? { author: { externalId: author } } : {}),
      ...(category ? { verdict: { body: { path: ["decidedBy"], array_contains: [category] } } } : {}),
      ...(cursor ? { id: { lt: cursor } } : {}),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: withVerdict,
  });
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
