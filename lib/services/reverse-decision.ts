import type { OverrideBody } from "#lib/domain/api/override";
import { Failure } from "#lib/domain/failure";
import type { Role } from "#lib/domain/taxonomy";
import { type Decision, listDecisions } from "#lib/store/decisions";
import { findItem, type Item } from "#lib/store/items";
import { overrideItem } from "./override-item";

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
 * a take-down, an appeal; the audit log says who reversed what and why. Throws `forbidden` for the decisions of others,
 * and `conflict` where nothing can be reversed.
 */
export async function reverseDecision(person: Person, itemId: string, body: OverrideBody): Promise<void> {
  const { orgId, userId } = person;
  const check = async () => {
    const item = await findItem(orgId, itemId);
    if (!item) throw new Failure("not_found", "There is no item with this id.");
    if (item.decision === body.decision)
      throw new Failure("conflict", "This is what is in force already. Reload to see it.");
    if (item.state !== "decided")
      throw new Failure("conflict", "A person is still to decide this. There is nothing to reverse yet.");
    if (!mayReverse(person, item, await listDecisions(itemId)))
      throw new Failure("forbidden", "You can reverse your own decisions; a lead can reverse this one.");
  };
  await overrideItem({ ...body, orgId, itemId, actor: userId, check });
}
