import type { Category } from "#lib/domain/taxonomy";
import { type Db, db } from "./client";
import type { Appeal, Decision } from "./generated/client";
import { newId } from "./ids";

export type { Decision };

export interface NewDecision {
  orgId: string;
  itemId: string;
  taskId?: string;
  /** `machine`, a user's id, or `key:<id>`. */
  actor: string;
  outcome: "APPROVE" | "BLOCK";
  categories: Category[];
  clause: string | null;
  /** Id of the clause in the policy's tree, how grave the breach is (1 to 5), and what the author is told. */
  clauseId?: string;
  severity?: number;
  message?: string;
  note: string;
  policyVersion: number;
  /** When its effects leave the house. */
  effectiveAt: Date;
  effectiveDone: boolean;
  /** One of several that are asked for. */
  isOpinion?: boolean;
  /** Common to the decisions on near-duplicates that were made together. */
  clusterId?: string;
}

/** Records a decision. */
export function insertDecision(tx: Db, input: NewDecision): Promise<Decision> {
  return tx.decision.create({ data: { ...input, id: newId("dec") } });
}

/** A decision of this organisation, or null. */
export function findDecision(orgId: string, id: string): Promise<Decision | null> {
  return db().decision.findFirst({ where: { orgId, id } });
}

/**
 * Takes a decision back within its undo window, with all that were made together with it; the decisions taken back,
 * none when it is too late.
 */
export async function markUndone(
  tx: Db,
  { id, clusterId }: Pick<Decision, "id" | "clusterId">,
  actor: string,
): Promise<Decision[]> {
  const now = new Date();
  return tx.decision.updateManyAndReturn({
    where: {
      ...(clusterId ? { clusterId } : { id }),
      actor,
      effectiveDone: false,
      undoneAt: null,
      effectiveAt: { gt: now },
    },
    data: { undoneAt: now },
  });
}

/** Claims the right to apply a decision's effects; null when it was undone, is not due or was applied before. */
export async function markEffective(tx: Db, id: string): Promise<Decision | null> {
  const rows = await tx.decision.updateManyAndReturn({
    where: { id, effectiveDone: false, undoneAt: null, effectiveAt: { lte: new Date() } },
    data: { effectiveDone: true },
  });
  return rows[0] ?? null;
}

/** Decisions that should have taken effect before `before` and have not. */
export function findOverdueDecisions(before: Date, limit: number): Promise<{ id: string }[]> {
  return db().decision.findMany({
    where: { effectiveDone: false, undoneAt: null, effectiveAt: { lt: before } },
    select: { id: true },
    take: limit,
  });
}

/** Decisions on one item, oldest first, with their appeals; what several people think before they agree is none. */
export function listDecisions(
  itemId: string,
  client: Db = db(),
): Promise<(Decision & { appeal: Appeal | null })[]> {
  return client.decision.findMany({
    where: { itemId, isOpinion: false },
    orderBy: { createdAt: "asc" },
    include: { appeal: true },
  });
}

/** What people decided on a task and did not take back, their opinions too, oldest first. */
export function decisionsOn(taskId: string): Promise<Decision[]> {
  return db().decision.findMany({ where: { taskId, undoneAt: null }, orderBy: { createdAt: "asc" } });
}

/** Items in force by a decision of this cluster: nothing was decided since, and no appeal is being heard. */
export async function itemsUnder(clusterId: string): Promise<string[]> {
  const rows = await db().$queryRaw<{ itemId: string }[]>`
    SELECT d."itemId" FROM "Decision" d JOIN "Item" i ON i."id" = d."itemId"
    WHERE d."clusterId" = ${clusterId} AND d."effectiveDone" AND d."undoneAt" IS NULL
      AND i."state" = 'decided' AND i."decision" = d."outcome" AND i."erasedAt" IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM "Decision" later WHERE later."itemId" = d."itemId" AND NOT later."isOpinion"
          AND later."undoneAt" IS NULL AND later."createdAt" > d."createdAt")
      AND NOT EXISTS (SELECT 1 FROM "ReviewTask" t WHERE t."itemId" = d."itemId" AND t."state" <> 'closed')`;
  return rows.map(({ itemId }) => itemId);
}

export interface NewLabel {
  orgId: string;
  itemId: string;
  decisionId: string;
  categories: Category[];
  harmful: boolean;
  source: "review" | "appeal" | "override";
  weight: number;
}

/** Records what a person said an item is; a second one for the same decision is ignored. */
export async function insertLabel(tx: Db, input: NewLabel): Promise<void> {
  await tx.label.createMany({ data: [{ ...input, id: newId("lbl") }], skipDuplicates: true });
}

/**
 * How many people were deciding at a time, on average over the last minutes: each counts for every stretch of 5 minutes
 * in which they decided something.
 */
export async function meanPeopleDeciding(orgId: string, minutes: number): Promise<number> {
  const rows = await db().$queryRaw<{ n: number }[]>`
    WITH worked AS (
      SELECT DISTINCT "actor", date_bin('5 minutes', "createdAt", now()) AS stretch FROM "Decision"
      WHERE "orgId" = ${orgId} AND "actor" <> 'machine' AND "actor" LIKE 'usr\\_%'
        AND "createdAt" > now() - make_interval(mins => ${minutes}))
    SELECT coalesce(count(*)::float8 / nullif(count(DISTINCT stretch), 0), 0) AS n FROM worked`;
  return rows[0]?.n ?? 0;
}
