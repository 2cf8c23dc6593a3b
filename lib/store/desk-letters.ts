import type { DeskLetters } from "#lib/domain/desk-keys";
import { db } from "./client";

/** The letters a person has changed; none when they never did. */
export async function readLetters(userId: string): Promise<Partial<DeskLetters>> {
  const row = await db().deskLetters.findUnique({ where: { userId } });
  return (row?.letters ?? {}) as Partial<DeskLetters>;
}

/** Keeps a person's letters in place of those before. */
export async function putLetters(userId: string, letters: Partial<DeskLetters>): Promise<void> {
  await db().deskLetters.upsert({ where: { userId }, create: { userId, letters }, update: { letters } });
}
