import type { ReverseBody } from "#lib/domain/desk-items";
import { Failure } from "#lib/domain/failure";
import type { Role } from "#lib/domain/taxonomy";
import type { Db } from "#lib/store/client";
import { type Decision, itemsUnder, listDecisions } from "#lib/store/decisions";
import { newId } from "#lib/store/ids";
import { findItem, type Item } from "#lib/store/items";
import { overrideItems } from "./override-item";

interface Person {
  orgId: string;
  userId: string;
  role: Role;
}

/** Whether this person may turn round what is in force: leads any decision, moderators their own last one. */
export function mayReverse(
  { userId, role }: Omit<Person, "orgId">,
  item: Pick<Item, "state" | "decision">,
  decisions: Pick<Decision, "actor" | "undoneAt">[],
): boolean {
  if (item.state !== "decided" || item.decision === "FLAG") return false;
  return role !== "moderator" || decisions.findLast(({ undoneAt }) => !undoneAt)?.actor === userId;
}

/**
 * Turns a decision round after its undo window: the item gets the other outcome at once, with its label, events and, for
 * a take-down, an appeal; the audit log says who reversed what and why. `together` does the same to all items that were
 * decided together with it and of which that decision still holds, all or none of them. Answers how many were turned
 * round. Throws `forbidden` for the decisions of others, and `conflict` where nothing can be reversed.
 */
export async function reverseDecision(
  person: Person,
  itemId: string,
  { together, ...body }: ReverseBody,
): Promise<{ reversed: number }> {
  const itemIds = together ? await decidedTogether(itemId) : [itemId];
  const clusterId = itemIds.length > 1 ? newId("clu") : undefined;
  await overrideItems(
    person.orgId,
    itemIds.map((id) => ({
      ...body,
      itemId: id,
      actor: person.userId,
      clusterId,
      check: (tx) => refuseUnlessReversible(tx, person, id, body.decision),
    })),
  );
  return { reversed: itemIds.length };
}

async function refuseUnlessReversible(
  tx: Db,
  person: Person,
  itemId: string,
  to: "APPROVE" | "BLOCK",
): Promise<void> {
  const item = await findItem(person.orgId, itemId, tx);
  if (!item) throw new Failure("not_found", "There is no item with this id.");
  if (item.decision === to)
    throw new Failure("conflict", "This is what is in force already. Reload to see it.");
  if (item.state !== "decided")
    throw new Failure("conflict", "A person is still to decide this. There is nothing to reverse yet.");
  if (!mayReverse(person, item, await listDecisions(itemId, tx)))
    throw new Failure("forbidden", "You can reverse your own decisions; a lead can reverse this one.");
}

/** The item and those of which the decision in force was made together with its own. */
export async function decidedTogether(itemId: string): Promise<string[]> {
  const last = (await listDecisions(itemId)).findLast(({ undoneAt }) => !undoneAt);
  const others = last?.clusterId ? await itemsUnder(last.clusterId) : [];
  return [itemId, ...others.filter((id) => id !== itemId)];
}
