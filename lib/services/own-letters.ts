import { type DeskLetters, mergeLetters } from "#lib/domain/desk-keys";
import { Failure } from "#lib/domain/failure";
import { putLetters, readLetters } from "#lib/store/desk-letters";

/** The letters that a person has changed; everything else has its default. */
export function ownLetters(userId: string): Promise<Partial<DeskLetters>> {
  return readLetters(userId);
}

/** Keeps a person's letters in place of those before. Refused when two actions would share one. */
export async function saveLetters(
  userId: string,
  letters: Partial<DeskLetters>,
): Promise<Partial<DeskLetters>> {
  if (!mergeLetters(letters))
    throw new Failure("invalid_input", "Two actions would have the same letter. Give each its own.", {
      errors: [{ pointer: "/letters", message: "Each letter can stand for one action." }],
    });
  await putLetters(userId, letters);
  return letters;
}
