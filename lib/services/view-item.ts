import { VIEWING_SECONDS } from "#lib/domain/desk-times";
import { Failure } from "#lib/domain/failure";
import { noteViewing } from "#lib/store/viewing";

/** Says that this person has an item open, and learns how many others have. Who they are is nobody's business. */
export async function viewItem(
  person: { orgId: string; userId: string },
  itemId: string,
): Promise<{ others: number }> {
  // Two missed calls are somebody who has left.
  const others = await noteViewing(person, itemId, VIEWING_SECONDS * 2.5);
  if (others === null) throw new Failure("not_found", "There is no item with this id.");
  return { others };
}
