import { type Db, db } from "./client";
import type { Prisma } from "./generated/client";
import { newId } from "./ids";

export interface NewAppeal {
  orgId: string;
  decisionId: string;
  tokenHash: string;
  expiresAt: Date;
}

/** Makes a decision appealable. */
export async function insertAppeal(tx: Db, input: NewAppeal): Promise<string> {
  const { id } = await tx.appeal.create({ data: { ...input, id: newId("apl") } });
  return id;
}

const withCase = {
  decision: { include: { item: { include: { organization: true } } } },
} satisfies Prisma.AppealInclude;
export type AppealCase = Prisma.AppealGetPayload<{ include: typeof withCase }>;

/** The appeal behind a link, with its decision and item. */
export function findAppealByHash(tokenHash: string): Promise<AppealCase | null> {
  return db().appeal.findUnique({ where: { tokenHash }, include: withCase });
}

/** An appeal with its decision and item. */
export function findAppeal(id: string): Promise<AppealCase | null> {
  return db().appeal.findUnique({ where: { id }, include: withCase });
}

/** Files an appeal; false when it was filed before or has expired. */
export async function markFiled(tx: Db, id: string, statement: string): Promise<boolean> {
  const now = new Date();
  const { count } = await tx.appeal.updateMany({
    where: { id, state: "available", expiresAt: { gt: now } },
    data: { state: "open", statement, filedAt: now },
  });
  return count === 1;
}

/** Answers an open appeal. */
export async function markAnswered(
  tx: Db,
  id: string,
  answer: { state: "upheld" | "overturned"; reason: string; decidedBy: string },
): Promise<void> {
  await tx.appeal.updateMany({ where: { id, state: "open" }, data: { ...answer, decidedAt: new Date() } });
}
