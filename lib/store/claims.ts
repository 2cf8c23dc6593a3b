import { claimOrder } from "#lib/domain/claim-order";
import { db } from "./client";
import { Prisma } from "./generated/client";
import type { ReviewTask } from "./tasks";

/** Who asks for work, and what they may be given; an empty list is no restriction. */
export interface Claimant {
  orgId: string;
  userId: string;
  isLead: boolean;
  languages?: string[];
  categories?: string[];
  queues?: string[];
  /** Queues for trained people that this person is not trained for; leads take them all the same. */
  closedQueues?: string[];
  /** Categories that this person is never given. */
  optOut?: string[];
  /** Gravest severity that may be served now, 1 to 5. */
  maxSeverity?: number;
}

/** A lease on an item that is shown now, or a short reservation of the one after it, which stays open. */
interface Hold {
  kind: "lease" | "reserve";
  seconds: number;
}

/** Tasks looked at in order before the search goes lane by lane. */
const WINDOW = 64;
/** A claim that loses every candidate to others looks again, this often. */
const TRIES = 8;

const { sql, empty } = Prisma;

/** What holds for a lane as a whole; `t` is a task or a lane. */
export function suits(who: Claimant): Prisma.Sql {
  const { isLead, languages = [], categories = [], queues = [], optOut = [], maxSeverity = 5 } = who;
  const closed = isLead ? [] : (who.closedQueues ?? []);
  return sql`(${isLead} OR NOT t."leadsOnly") AND (${isLead} OR NOT t."specialists" OR t."queue" = ANY(${queues}))
    ${maxSeverity < 5 ? sql`AND t."severity" <= ${maxSeverity}` : empty}
    ${languages.length > 0 ? sql`AND (t."language" IS NULL OR t."language" = ANY(${languages}))` : empty}
    ${categories.length > 0 ? sql`AND t."categories" <@ ${categories}` : empty}
    ${closed.length > 0 ? sql`AND NOT t."queue" = ANY(${closed})` : empty}
    ${queues.length > 0 ? sql`AND t."queue" = ANY(${queues})` : empty}
    ${optOut.length > 0 ? sql`AND NOT t."categories" && ${optOut}` : empty}`;
}

/** What holds for a task and this person: they have not had it, nor the same words before. */
const unseen = ({ userId }: Claimant) => sql`NOT (${userId} = ANY(t."excluded")) AND NOT EXISTS (
  SELECT 1 FROM "SeenText" seen
  WHERE seen."userId" = ${userId} AND seen."textHash" = t."textHash" AND seen."taskId" <> t."id" OFFSET 0)`;

/** No other desk has it ready as its next one. */
const unreserved = ({ userId }: Claimant) =>
  sql`(t."reservedBy" IS NULL OR t."reservedBy" = ${userId} OR t."reservedUntil" < now())`;

/** What a claim chooses between, in the order of service. */
interface Candidate {
  id: string;
  /** Seconds since 1970. */
  due: number;
}

const ORDERS = {
  deadline: sql`"rank", "harm" DESC, "id"`,
  priority: sql`"priority", "rank", "harm" DESC, "id"`,
};

/** Those of the first tasks in order that suit this person: one short walk along an index. */
const front = (who: Claimant, order: keyof typeof ORDERS) => sql`
  SELECT t."id", t."priority", t."rank", t."harm", t."dueAt" FROM (
    SELECT * FROM "ReviewTask" WHERE "orgId" = ${who.orgId} AND "state" = 'open' AND NOT "stock"
    ORDER BY ${ORDERS[order]} LIMIT ${WINDOW}) t
  WHERE ${suits(who)} AND ${unseen(who)} AND ${unreserved(who)}`;

/**
 * The id of the first of `wanted`, rows with an id, that nobody else takes at this moment. Each is looked up and locked by
 * itself, in order, and the first that is free ends it: whatever the database believes of a table that was filled a moment
 * ago, it cannot choose to read all that waits. `wanted` is sorted here, or the sort would come after the locks.
 */
const firstFree = (who: Claimant, hold: Hold, wanted: Prisma.Sql, order: Prisma.Sql) => sql`(
  SELECT free."id" FROM (SELECT * FROM ${wanted} ORDER BY ${order}) wanted CROSS JOIN LATERAL (
    SELECT t."id" FROM "ReviewTask" t
    WHERE t."id" = wanted."id" AND t."state" = 'open' AND NOT (${who.userId} = ANY(t."excluded"))
      ${hold.kind === "reserve" ? sql`AND ${unreserved(who)}` : empty}
    FOR UPDATE SKIP LOCKED) free
  LIMIT 1)`;

/**
 * What is written on a task that is held. Time counts from the moment it is given: `now()` is when the statement came in, and
 * one that waited for its turn would give a lease that began before the one of somebody else had run out.
 */
const holdOf = ({ userId }: Claimant, { kind, seconds }: Hold) =>
  kind === "lease"
    ? sql`"state" = 'leased', "leaseOwner" = ${userId}, "leaseToken" = "leaseToken" + 1, "stock" = false,
        "leaseUntil" = clock_timestamp() + make_interval(secs => ${seconds}), "reservedBy" = NULL, "reservedUntil" = NULL`
    : sql`"reservedBy" = ${userId}, "reservedUntil" = clock_timestamp() + make_interval(secs => ${seconds})`;

/** Puts the task whose id `chosen` works out into a person's hands; null when it works out none. */
async function take(
  who: Claimant,
  hold: Hold,
  chosen: Prisma.Sql,
  found = empty,
): Promise<ReviewTask | null> {
  const rows = await db().$queryRaw<ReviewTask[]>`
    WITH ${found} taken AS (
      UPDATE "ReviewTask" SET ${holdOf(who, hold)} WHERE "id" = ${chosen} RETURNING *),
    noted AS (
      INSERT INTO "SeenText" ("userId", "textHash", "taskId")
      SELECT ${who.userId}, "textHash", "id" FROM taken WHERE "state" = 'leased' AND "textHash" IS NOT NULL
      ON CONFLICT DO NOTHING),
    shown AS (
      INSERT INTO "Exposure" ("userId", "taskId", "severity")
      SELECT ${who.userId}, "id", "severity" FROM taken WHERE "state" = 'leased'
      ON CONFLICT ("userId", "taskId") DO UPDATE SET "at" = now())
    SELECT * FROM taken`;
  return rows[0] ?? null;
}

/**
 * Finds and takes in one statement, from the first tasks of both orders. Whatever is late stands first in one of them; where
 * a late one would change nothing by this draw, only one order is looked at.
 */
function takeFromFront(who: Claimant, hold: Hold, draw: number): Promise<ReviewTask | null> {
  const byDeadline = sql`by_deadline AS MATERIALIZED (${front(who, "deadline")}),`;
  const firstDue = firstFree(who, hold, sql`by_deadline`, ORDERS.deadline);
  if (claimOrder([{ due: 0 }], 1, draw) === "deadline") return take(who, hold, firstDue, byDeadline);
  const byPriority = sql`by_priority AS MATERIALIZED (${front(who, "priority")}),`;
  const gravest = firstFree(who, hold, sql`by_priority`, ORDERS.priority);
  const late = sql`EXISTS (SELECT 1 FROM by_deadline WHERE "dueAt" < now())
    OR EXISTS (SELECT 1 FROM by_priority WHERE "dueAt" < now())`;
  return take(
    who,
    hold,
    sql`CASE WHEN ${late} THEN ${gravest} ELSE ${firstDue} END`,
    sql`${byDeadline} ${byPriority}`,
  );
}

/** Takes the gravest of the first tasks by priority. */
const takeGravest = (who: Claimant, hold: Hold) =>
  take(who, hold, firstFree(who, hold, sql`(${front(who, "priority")})`, ORDERS.priority));

/** Takes the first of these that is still to be had; null when others were faster every time. */
function takeFirst(who: Claimant, hold: Hold, candidates: Candidate[]): Promise<ReviewTask | null> {
  const ids = candidates.map(({ id }) => id);
  const wanted = sql`unnest(${ids}::text[]) WITH ORDINALITY AS w("id", "place")`;
  return take(who, hold, firstFree(who, hold, wanted, sql`"place"`));
}

const due = sql`extract(epoch FROM t."dueAt")::float8 AS "due"`;

/** The first suitable task of every suitable lane: one step into an index per lane, however many tasks wait. */
function fromEveryLane(who: Claimant): Promise<Candidate[]> {
  return db().$queryRaw<Candidate[]>`
    SELECT head."id", head."due" FROM (
      SELECT t."lane" FROM "TaskLane" t WHERE t."orgId" = ${who.orgId} AND ${suits(who)}) lanes
    CROSS JOIN LATERAL (
      SELECT t."id", t."rank", t."harm", ${due} FROM "ReviewTask" t
      WHERE t."orgId" = ${who.orgId} AND t."lane" = lanes."lane" AND t."state" = 'open' AND NOT t."stock" AND ${unseen(who)}
        AND ${unreserved(who)}
      ORDER BY t."rank", t."harm" DESC, t."id" LIMIT 1) head
    ORDER BY head."rank", head."harm" DESC, head."id" LIMIT ${WINDOW}`;
}

/** What other desks have ready and nobody has seen yet, the most pressing first. */
function fromReserves(who: Claimant): Promise<Candidate[]> {
  return db().$queryRaw<Candidate[]>`
    WITH kept AS MATERIALIZED (
      SELECT * FROM "ReviewTask" WHERE "reservedBy" IS NOT NULL AND "orgId" = ${who.orgId})
    SELECT t."id", ${due} FROM kept t WHERE t."state" = 'open' AND NOT t."stock" AND ${suits(who)} AND ${unseen(who)}
    ORDER BY ${ORDERS.deadline} LIMIT ${WINDOW}`;
}

/**
 * Gives the best waiting task to a reviewer under a lease: one statement as a rule, which skips what others are taking at
 * this moment and never waits. What other desks have ready is passed over, and taken when nothing else waits. Null when
 * nothing waits for this person.
 */
export function claimNext(
  who: Claimant,
  leaseSeconds: number,
  draw = Math.random(),
): Promise<ReviewTask | null> {
  return serveNext(who, { kind: "lease", seconds: leaseSeconds }, draw);
}

/** Keeps ready what a claim would give now; it stays open, and nobody is shown it yet. */
export function reserveNext(
  who: Claimant,
  seconds: number,
  draw = Math.random(),
): Promise<ReviewTask | null> {
  return serveNext(who, { kind: "reserve", seconds }, draw);
}

async function serveNext(who: Claimant, hold: Hold, draw: number): Promise<ReviewTask | null> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const first = await takeFromFront(who, hold, draw);
    if (first) return first;
    const heads = await fromEveryLane(who);
    const waiting = heads.length === 0 && hold.kind === "lease" ? await fromReserves(who) : heads;
    if (waiting.length === 0) return null;
    const late = claimOrder(heads, Date.now() / 1000, draw) === "priority";
    const task = (late ? await takeGravest(who, hold) : null) ?? (await takeFirst(who, hold, waiting));
    if (task) return task;
  }
  return null;
}

/** Gives a reviewer a task that was kept ready, by the same statement as any other; null when none suits. */
export function claimStock(who: Claimant, leaseSeconds: number): Promise<ReviewTask | null> {
  return serveStock(who, { kind: "lease", seconds: leaseSeconds });
}

/** Keeps a task of the stock ready as the next one, like any other. */
export function reserveStock(who: Claimant, seconds: number): Promise<ReviewTask | null> {
  return serveStock(who, { kind: "reserve", seconds });
}

function serveStock(who: Claimant, hold: Hold): Promise<ReviewTask | null> {
  const ready = sql`(SELECT t."id" FROM "ReviewTask" t
    WHERE t."orgId" = ${who.orgId} AND t."state" = 'open' AND t."stock" AND ${suits(who)} AND ${unseen(who)}
      AND ${unreserved(who)}
    ORDER BY t."id" LIMIT ${WINDOW})`;
  return take(who, hold, firstFree(who, hold, ready, sql`"id"`));
}

/** Gives a reserved task to the reviewer it is shown to; null when somebody else had it since `leaseToken`. */
export function takeReserved(
  who: Claimant,
  { taskId, leaseToken }: { taskId: string; leaseToken: number },
  seconds: number,
): Promise<ReviewTask | null> {
  const chosen = sql`(SELECT t."id" FROM "ReviewTask" t
    WHERE t."id" = ${taskId} AND t."orgId" = ${who.orgId} AND t."leaseToken" = ${leaseToken} AND t."state" = 'open'
      AND ${suits(who)} AND ${unseen(who)} AND ${unreserved(who)} FOR UPDATE OF t SKIP LOCKED)`;
  return take(who, { kind: "lease", seconds }, chosen);
}

/** Lets go of what was kept ready for a reviewer. */
export async function freeReserved({ orgId, userId }: Pick<Claimant, "orgId" | "userId">): Promise<void> {
  await db().reviewTask.updateMany({
    where: { reservedBy: userId, orgId },
    data: { reservedBy: null, reservedUntil: null },
  });
}
