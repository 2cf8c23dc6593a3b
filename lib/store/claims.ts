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
  WHERE seen."userId" = ${userId} AND seen."textHash" = t."textHash" AND seen."taskId" <> t."id")`;

/** No other desk has it ready as its next one. */
const unreserved = ({ userId }: Claimant) =>
  sql`(t."reservedBy" IS NULL OR t."reservedBy" = ${userId} OR t."reservedUntil" < now())`;

interface Candidate {
  id: string;
  /** Seconds since 1970. */
  due: number;
}

const due = sql`extract(epoch FROM t."dueAt")::float8 AS "due"`;

const ORDERS = {
  deadline: sql`"rank", "harm" DESC, "id"`,
  priority: sql`"priority", "rank", "harm" DESC, "id"`,
};

/** Candidates among the first tasks in order: one short walk along an index. */
function fromTheFront(who: Claimant, order: keyof typeof ORDERS): Promise<Candidate[]> {
  return db().$queryRaw<Candidate[]>`
    SELECT t."id", ${due} FROM (
      SELECT * FROM "ReviewTask" WHERE "orgId" = ${who.orgId} AND "state" = 'open' AND NOT "stock"
      ORDER BY ${ORDERS[order]} LIMIT ${WINDOW}) t
    WHERE ${suits(who)} AND ${unseen(who)} AND ${unreserved(who)} ORDER BY ${ORDERS[order]}`;
}

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

async function candidatesFor(who: Claimant, draw: number): Promise<Candidate[]> {
  const [front, gravest] = await Promise.all([fromTheFront(who, "deadline"), fromTheFront(who, "priority")]);
  const byDeadline = front.length > 0 ? front : await fromEveryLane(who);
  // Whatever is late stands first in one of the two orders.
  const order = claimOrder([...byDeadline, ...gravest], Date.now() / 1000, draw);
  return order === "priority" && gravest.length > 0 ? gravest : byDeadline;
}

/** What other desks have ready and nobody has seen yet, the most pressing first. */
function fromReserves(who: Claimant): Promise<Candidate[]> {
  return db().$queryRaw<Candidate[]>`
    WITH kept AS MATERIALIZED (
      SELECT * FROM "ReviewTask" WHERE "reservedBy" IS NOT NULL AND "orgId" = ${who.orgId})
    SELECT t."id", ${due} FROM kept t WHERE t."state" = 'open' AND NOT t."stock" AND ${suits(who)} AND ${unseen(who)}
    ORDER BY ${ORDERS.deadline} LIMIT ${WINDOW}`;
}

const holdOf = ({ userId }: Claimant, { kind, seconds }: Hold) =>
  kind === "lease"
    ? sql`"state" = 'leased', "leaseOwner" = ${userId}, "leaseToken" = "leaseToken" + 1, "stock" = false,
        "leaseUntil" = now() + make_interval(secs => ${seconds}), "reservedBy" = NULL, "reservedUntil" = NULL`
    : sql`"reservedBy" = ${userId}, "reservedUntil" = now() + make_interval(secs => ${seconds})`;

/** Takes the first of these that is still to be had; null when others were faster every time. */
async function takeFirst(who: Claimant, ids: string[], hold: Hold): Promise<ReviewTask | null> {
  const rows = await db().$queryRaw<ReviewTask[]>`
    WITH taken AS (
      UPDATE "ReviewTask" SET ${holdOf(who, hold)}
      WHERE "id" = (
        SELECT t."id" FROM unnest(${ids}::text[]) WITH ORDINALITY AS wanted(id, place)
        JOIN "ReviewTask" t ON t."id" = wanted.id
        WHERE t."state" = 'open' AND NOT (${who.userId} = ANY(t."excluded"))
          ${hold.kind === "reserve" ? sql`AND ${unreserved(who)}` : empty}
        ORDER BY wanted.place LIMIT 1 FOR UPDATE OF t SKIP LOCKED)
      RETURNING *),
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
 * Gives the best waiting task to a reviewer under a lease. Finding takes no lock; taking is one statement that skips
 * what others are taking at this moment and never waits. What other desks have ready is passed over, and taken when
 * nothing else waits. Null when nothing waits for this person.
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
    const found = await candidatesFor(who, draw);
    const candidates = found.length === 0 && hold.kind === "lease" ? await fromReserves(who) : found;
    if (candidates.length === 0) return null;
    const ids = candidates.map(({ id }) => id);
    const task = await takeFirst(who, ids, hold);
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

async function serveStock(who: Claimant, hold: Hold): Promise<ReviewTask | null> {
  const ready = await db().$queryRaw<Candidate[]>`
    SELECT t."id", ${due} FROM "ReviewTask" t
    WHERE t."orgId" = ${who.orgId} AND t."state" = 'open' AND t."stock" AND ${suits(who)} AND ${unseen(who)}
      AND ${unreserved(who)}
    ORDER BY t."id" LIMIT ${WINDOW}`;
  const ids = ready.map(({ id }) => id);
  return ids.length > 0 ? takeFirst(who, ids, hold) : null;
}

/** Gives a reserved task to the reviewer it is shown to; null when somebody else had it since `leaseToken`. */
export async function takeReserved(
  who: Claimant,
  { taskId, leaseToken }: { taskId: string; leaseToken: number },
  seconds: number,
): Promise<ReviewTask | null> {
  const found = await db().$queryRaw<{ id: string }[]>`
    SELECT t."id" FROM "ReviewTask" t
    WHERE t."id" = ${taskId} AND t."orgId" = ${who.orgId} AND t."leaseToken" = ${leaseToken} AND t."state" = 'open'
      AND ${suits(who)} AND ${unseen(who)} AND ${unreserved(who)}`;
  return found.length > 0 ? takeFirst(who, [taskId], { kind: "lease", seconds }) : null;
}

/** Lets go of what was kept ready for a reviewer. */
export async function freeReserved({ orgId, userId }: Pick<Claimant, "orgId" | "userId">): Promise<void> {
  await db().reviewTask.updateMany({
    where: { reservedBy: userId, orgId },
    data: { reservedBy: null, reservedUntil: null },
  });
}
