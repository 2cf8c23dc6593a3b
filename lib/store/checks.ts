import { type Db, db } from "./client";
import type { CheckResult } from "./generated/client";

export type { CheckResult };

export type NewCheck = Omit<CheckResult, "at" | "settledAt">;

/** Records how somebody decided on an item whose answer was known or given before. */
export async function insertCheck(tx: Db, check: NewCheck): Promise<void> {
  await tx.checkResult.create({ data: check });
}

/** The known answer of a golden item, or null. */
export function findGolden(tx: Db, itemId: string) {
  return tx.goldenItem.findUnique({ where: { itemId } });
}

/** The last decision of a person on an item, or null. */
export function lastReview(tx: Db, itemId: string) {
  return tx.decision.findFirst({
    where: { itemId, actor: { not: "machine" }, undoneAt: null, isOpinion: false },
    orderBy: { createdAt: "desc" },
  });
}

/** Second readings of an item that a lead is still to look at. */
export function openDisagreements(itemId: string): Promise<CheckResult[]> {
  return db().checkResult.findMany({ where: { itemId, kind: "qa", agrees: false, settledAt: null } });
}

/** A lead has decided the item: its disagreements are settled. */
export async function settleChecks(tx: Db, itemId: string): Promise<void> {
  await tx.checkResult.updateMany({ where: { itemId, settledAt: null }, data: { settledAt: new Date() } });
}
