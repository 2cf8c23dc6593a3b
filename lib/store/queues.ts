import {
  type Condition,
  type DeskQueue,
  type QueueBody,
  type QueueRule,
  queueRuleSchema,
} from "#lib/domain/queue-rules";
import { type Db, db } from "./client";
import { Prisma } from "./generated/client";
import type { ReviewTask } from "./tasks";

/** The organisation's queues by rule, in the order in which they are tried. */
export async function listQueues(orgId: string, tx: Db = db()): Promise<DeskQueue[]> {
  const rows = await tx.queue.findMany({ where: { orgId }, orderBy: [{ position: "asc" }, { name: "asc" }] });
  return rows.map(({ name, position, rule, opinions, blindModel, trainedOnly }) => ({
    name,
    position,
    rule: queueRuleSchema.parse(rule),
    opinions,
    blindModel,
    trainedOnly,
  }));
}

/** Makes or changes a queue. */
export async function putQueue(tx: Db, orgId: string, name: string, body: Omit<QueueBody, "moveWaiting">) {
  await tx.queue.upsert({
    where: { orgId_name: { orgId, name } },
    create: { orgId, name, ...body },
    update: body,
  });
}

/** Numbers queues from 0 in this order. */
export async function putQueueOrder(tx: Db, orgId: string, names: string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Queue" q SET "position" = wanted.place - 1
    FROM unnest(${names}::text[]) WITH ORDINALITY AS wanted(name, place)
    WHERE q."orgId" = ${orgId} AND q."name" = wanted.name`;
}

/** Removes a queue; false when there was none. What waits in it is moved by `moveTasks`. */
export async function deleteQueue(tx: Db, orgId: string, name: string): Promise<boolean> {
  const { count } = await tx.queue.deleteMany({ where: { orgId, name } });
  return count === 1;
}

const { sql, join } = Prisma;

/** A rule as a condition on the task `t`; the same meaning as `ruleFits`. */
function whereRule(rule: QueueRule): Prisma.Sql {
  return join(rule.map(whereCondition), " AND ");
}

function whereCondition(condition: Condition): Prisma.Sql {
  switch (condition.field) {
    case "category":
      return sql`t."categories" && ${condition.in}`;
    case "language":
      return sql`t."language" = ANY(${condition.in})`;
    case "community":
      return sql`t."community" = ANY(${condition.in})`;
    case "priority":
      return sql`t."priority"::text = ANY(${condition.in})`;
    case "kind":
      return sql`t."kind"::text = ANY(${condition.in})`;
    case "score":
      return sql`t."topScore" BETWEEN ${condition.from} AND ${condition.to}`;
    case "severity":
      return sql`t."severity" BETWEEN ${condition.from} AND ${condition.to}`;
  }
}

const waitingHere = (orgId: string) => sql`t."orgId" = ${orgId} AND t."state" = 'open' AND NOT t."stock"`;

/** Characters of the text that a preview shows. */
const EXCERPT_LENGTH = 140;

/** Counting stops here: a preview has to answer while somebody types. */
export const PREVIEW_CAP = 10_000;

/** How many waiting tasks a rule would catch, up to the cap, and those due first. */
export async function previewRule(
  orgId: string,
  rule: QueueRule,
  sample: number,
): Promise<{ matching: number; rows: (ReviewTask & { excerpt: string | null })[] }> {
  const [count, rows] = await Promise.all([
    db().$queryRaw<{ n: number }[]>`
      SELECT count(*)::int AS n FROM (
        SELECT 1 FROM "ReviewTask" t WHERE ${waitingHere(orgId)} AND ${whereRule(rule)} LIMIT ${PREVIEW_CAP + 1}) found`,
    db().$queryRaw<(ReviewTask & { excerpt: string | null })[]>`
      WITH first AS (
        SELECT * FROM "ReviewTask" t WHERE ${waitingHere(orgId)} AND ${whereRule(rule)}
        ORDER BY t."rank", t."harm" DESC, t."id" LIMIT ${sample})
      SELECT first.*, left(i."text", ${EXCERPT_LENGTH}) AS "excerpt"
      FROM first JOIN "Item" i ON i."id" = first."itemId" ORDER BY first."rank", first."harm" DESC, first."id"`,
  ]);
  return { matching: count[0]?.n ?? 0, rows };
}

/** Puts waiting tasks that fit a rule into a queue, except those that stay out of `spare`; answers how many. */
export function moveFitting(
  tx: Db,
  orgId: string,
  rule: QueueRule,
  queue: string,
  spare: string[],
): Promise<number> {
  return tx.$executeRaw`
    UPDATE "ReviewTask" t SET "queue" = ${queue}
    WHERE ${waitingHere(orgId)} AND NOT t."specialists" AND ${whereRule(rule)} AND t."queue" <> ${queue} AND NOT t."queue" = ANY(${spare})`;
}

/** Puts all that waits in one queue into another; answers how many. */
export function moveTasks(tx: Db, orgId: string, from: string, to: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE "ReviewTask" SET "queue" = ${to}, "specialists" = false
    WHERE "orgId" = ${orgId} AND "queue" = ${from} AND "state" IN ('open', 'leased')`;
}
