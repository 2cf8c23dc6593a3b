import { db } from "./client";
import type { Item } from "./items";

export interface Neighbour
  extends Pick<
    Item,
    | "id"
    | "contentId"
    | "authorId"
    | "context"
    | "text"
    | "modalities"
    | "state"
    | "decision"
    | "postedAt"
    | "receivedAt"
  > {
  /** The platform's own id of the author. */
  author: string | null;
}

const SHOWN = {
  id: true,
  contentId: true,
  authorId: true,
  context: true,
  text: true,
  modalities: true,
  state: true,
  decision: true,
  postedAt: true,
  receivedAt: true,
  author: { select: { externalId: true } },
} as const;

/** The posts of an item's community next before it (newest first) and after it (oldest first), as they came in. */
export async function neighboursOf(
  { id, orgId, community, receivedAt }: Item,
  without: string[],
  eachWay: number,
): Promise<{ before: Neighbour[]; after: Neighbour[]; self: Neighbour }> {
  const here = { orgId, community, shadowOf: null, id: { notIn: [...without, id] } };
  const read = async (later: boolean) =>
    db().item.findMany({
      where: { ...here, receivedAt: later ? { gte: receivedAt } : { lt: receivedAt } },
      orderBy: [{ receivedAt: later ? "asc" : "desc" }, { id: later ? "asc" : "desc" }],
      take: eachWay,
      select: SHOWN,
    });
  const [before, after, self] = await Promise.all([
    read(false),
    read(true),
    db().item.findUniqueOrThrow({ where: { id }, select: SHOWN }),
  ]);
  const flat = ({ author, ...post }: (typeof before)[number]): Neighbour => ({
    ...post,
    author: author?.externalId ?? null,
  });
  return { before: before.map(flat), after: after.map(flat), self: flat(self) };
}
