import { AROUND_EACH_WAY, type Around } from "#lib/domain/around";
import { Failure } from "#lib/domain/failure";
import { type Neighbour, neighboursOf } from "#lib/store/item-neighbours";
import { roundsOn } from "#lib/store/item-notes";
import { findItem } from "#lib/store/items";
import { hiddenFrom } from "#lib/store/shadows";

/**
 * What stands around an item in its community, oldest first: what it may answer, and what answers it. The API knows no
 * threads, so this is the order of time. Copies that check people are left out, and their originals from whoever holds one.
 */
export async function readAround(person: { orgId: string; userId: string }, itemId: string): Promise<Around> {
  const [item, hidden] = await Promise.all([findItem(person.orgId, itemId), hiddenFrom(person.userId)]);
  if (!item || hidden.includes(itemId)) throw new Failure("not_found", "There is no item with this id.");
  if (item.community === null) return { community: null, keptBack: false, posts: [] };
  const without = [...hidden, ...(item.shadowOf ? [item.shadowOf] : [])];
  const { before, after, self } = await neighboursOf(item, without, AROUND_EACH_WAY);
  // While opinions are asked for, how others decided on something alike would be one given before one's own.
  const keptBack = (await roundsOn([itemId])).size > 0;
  const show = (post: Neighbour) => ({
    id: post.id,
    contentId: post.contentId,
    author: post.author,
    sameAuthor: post.authorId !== null && post.authorId === item.authorId,
    context: post.context,
    at: (post.postedAt ?? post.receivedAt).toISOString(),
    decision: post.state === "decided" && !keptBack ? post.decision : null,
    text: post.text,
    media: post.modalities.filter((modality) => modality !== "text"),
    here: post.id === item.id,
  });
  const itself = { ...show(self), contentId: item.shadowName ?? item.contentId };
  return {
    community: item.community,
    keptBack,
    posts: [...before.reverse().map(show), itself, ...after.map(show)],
  };
}
