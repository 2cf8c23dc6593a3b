import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Priority } from "#lib/domain/taxonomy";
import { makeOrganization } from "#scripts/test/organization";
import { makeUser } from "#scripts/test/people";
import { type Claimant, claimNext } from "./claims";
import { closeStore, db, inTransaction } from "./client";
import { newId } from "./ids";
import { countByDeadline, countQueues, foldTally } from "./queue-tally";
import { insertTask, type NewTask } from "./tasks";

let orgId: string;
let mod: Claimant;
let other: Claimant;

beforeAll(async () => {
  orgId = await makeOrganization();
  const claimant = async () => ({ orgId, userId: (await makeUser(orgId)).id, isLead: false });
  [mod, other] = await Promise.all([claimant(), claimant()]);
  return closeStore;
});
beforeEach(() => db().reviewTask.deleteMany({ where: { orgId } }));
afterAll(closeStore);

/** A waiting task that arrived this many seconds ago. */
async function waiting(priority: Priority, ago: number, facts: Partial<NewTask> = {}): Promise<string> {
  const itemId = newId("itm");
  const item = { id: itemId, orgId, contentId: itemId, bodyHash: "", modalities: ["text"] };
  await db().item.create({ data: { ...item, state: "in_review" } });
  const arrivedAt = new Date(Date.now() - ago * 1000);
  return insertTask(db(), { orgId, itemId, kind: "review", priority, arrivedAt, ...facts });
}

const next = async (who: Claimant, draw = 0.9) => (await claimNext(who, 60, draw))?.id ?? null;

describe("the order", () => {
  it("is by deadline while all are kept, whatever the priority", async () => {
    const low = await waiting("low", 24 * 3600 - 5);
    const high = await waiting("high", 10);
    const medium = await waiting("medium", 60);
    expect([await next(mod), await next(mod), await next(mod)]).toEqual([low, high, medium]);
    expect(await next(mod)).toBeNull();
  });

  it("is by priority once a deadline is broken, save for the share of the longest late", async () => {
    const late = await waiting("low", 25 * 3600);
    const high = await waiting("high", 10);
    const second = await waiting("high", 5);
    expect(await next(mod, 0.9)).toBe(high);
    expect(await next(mod, 0.1)).toBe(late);
    expect(await next(mod)).toBe(second);
  });

  it("is by harm within a slot", async () => {
    const mild = await waiting("low", 0, { harm: 0.1 });
    const grave = await waiting("low", 0, { harm: 0.8 });
    expect([await next(mod), await next(mod)]).toEqual([grave, mild]);
  });

  it("is by priority, save for the same share, behind late work that is for others", async () => {
    for (let i = 0; i < 70; i++) await waiting("low", 50 * 3600, { language: "en" });
    const late = await waiting("low", 25 * 3600, { language: "fi" });
    const high = await waiting("high", 10, { language: "fi" });
    const finn = { ...mod, languages: ["fi"] };
    expect(await next(finn, 0.9)).toBe(high);
    expect(await next(finn, 0.1)).toBe(late);
  });

  it("waits for nobody who holds the first task at this moment", async () => {
    const [first, second] = [await waiting("low", 20), await waiting("low", 10)];
    await inTransaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "ReviewTask" WHERE "id" = ${first} FOR UPDATE`;
      expect(await next(mod)).toBe(second);
      expect(await next(other)).toBeNull();
    });
    expect(await next(other)).toBe(first);
  });

  it("gives a lease that begins when it is given, however long the claim had to wait", async () => {
    await waiting("low", 0);
    const { claim, free } = await inTransaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE "SeenText" IN ACCESS EXCLUSIVE MODE`;
      const claim = claimNext(mod, 60);
      const isWaiting = () => tx.$queryRaw<unknown[]>`
        SELECT 1 FROM pg_locks WHERE NOT "granted" AND "relation" = '"SeenText"'::regclass`;
      while ((await isWaiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const [clock] = await tx.$queryRaw<{ free: Date }[]>`SELECT clock_timestamp() AS "free"`;
      return { claim, free: clock?.free.getTime() ?? Number.NaN };
    });
    const until = (await claim)?.leaseUntil?.getTime() ?? Number.NaN;
    expect(until - 60_000).toBeGreaterThanOrEqual(free);
  });

  it("touches no task but the one it gives", async () => {
    for (let i = 0; i < 5; i++) await waiting("low", 25 * 3600, { textHash: `words ${i}` });
    for (const draw of [0.1, 0.9]) await next(mod, draw);
    // A task that was locked on the way and let go carries the number of the transaction that did it.
    const rows = await db().$queryRaw<{ locked: number }[]>`
      SELECT count(*)::int AS "locked" FROM "ReviewTask" WHERE "orgId" = ${orgId} AND "state" = 'open' AND xmax::text <> '0'`;
    expect(rows).toEqual([{ locked: 0 }]);
  });

  it("gives each task to one of many who ask at once", async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => waiting("low", 0)));
    const claimed = await Promise.all(ids.map((_, i) => next(i % 2 ? mod : other)));
    expect([...claimed].sort()).toEqual([...ids].sort());
  });
});

describe("who gets what", () => {
  it("keeps to languages, skills, queues, harm opted out of and the severity that may be served", async () => {
    const german = await waiting("low", 0, { language: "de", categories: ["hate"], severity: 5 });
    const unknown = await waiting("low", 0, { categories: ["spam"], severity: 2, queue: "market" });
    const asks = async (limits: Partial<Claimant>) => {
      const id = await next({ ...mod, ...limits });
      await db().reviewTask.updateMany({ where: { orgId }, data: { state: "open", leaseOwner: null } });
      return id;
    };
    expect(await asks({ languages: ["de"], optOut: ["spam"] })).toBe(german);
    expect(await asks({ languages: ["fr"] })).toBe(unknown);
    expect(await asks({ categories: ["hate", "toxicity"] })).toBe(german);
    expect(await asks({ categories: ["toxicity"] })).toBeNull();
    expect(await asks({ optOut: ["hate"] })).toBe(unknown);
    expect(await asks({ queues: ["market"] })).toBe(unknown);
    expect(await asks({ maxSeverity: 2 })).toBe(unknown);
    expect(await asks({ maxSeverity: 1 })).toBeNull();
  });

  it("finds what suits behind any number of tasks that do not", async () => {
    for (let i = 0; i < 80; i++) await waiting("low", 100, { language: "en" });
    const finnish = await waiting("low", 0, { language: "fi" });
    expect(await next({ ...mod, languages: ["fi"] })).toBe(finnish);
  });

  it("never shows a person the same words in another post", async () => {
    const first = await waiting("low", 100, { textHash: "same" });
    const again = await waiting("low", 0, { textHash: "same" });
    expect(await next(mod)).toBe(first);
    expect(await next(mod)).toBeNull();
    expect(await next(other)).toBe(again);
    // The post itself may come back to whoever let it go.
    await db().reviewTask.update({ where: { id: first }, data: { state: "open", leaseOwner: null } });
    expect(await next(mod)).toBe(first);
  });

  it("moves with a task that goes to the leads or to another queue", async () => {
    const id = await waiting("low", 0);
    await db().reviewTask.update({ where: { id }, data: { leadsOnly: true } });
    expect(await next(mod)).toBeNull();
    await db().reviewTask.update({ where: { id }, data: { leadsOnly: false, queue: "other" } });
    for (let i = 0; i < 70; i++) await waiting("high", 0, { queue: "general" });
    expect(await next({ ...mod, queues: ["other"] })).toBe(id);
  });
});

describe("the tally", () => {
  it("counts what waits, is held, is late and flows, before and after it is folded", async () => {
    const orgTwo = await makeOrganization();
    const mine = { ...mod, orgId: orgTwo };
    const add = async (priority: Priority, ago: number) => {
      const itemId = newId("itm");
      const item = { id: itemId, orgId: orgTwo, contentId: itemId, bodyHash: "", modalities: ["text"] };
      await db().item.create({ data: { ...item, state: "in_review" } });
      const arrivedAt = new Date(Date.now() - ago * 1000);
      return insertTask(db(), { orgId: orgTwo, itemId, kind: "review", priority, arrivedAt });
    };
    for (const ago of [0, 0, 400, 301]) await add("high", ago);
    await add("low", 0);
    const held = await next(mine);
    await db().reviewTask.update({ where: { id: held ?? "" }, data: { state: "held" } });
    await next(mine);
    const counts = async () =>
      (await countQueues(orgTwo)).map(({ priority, waiting, leased, overdue, arrived, done }) => [
        priority,
        waiting,
        leased,
        overdue,
        arrived,
        done,
      ]);
    const expected = [
      ["high", 2, 1, 1, 4, 1],
      ["low", 1, 0, 0, 1, 0],
    ];
    expect(await counts()).toEqual(expected);
    expect(await foldTally()).toBeGreaterThan(0);
    expect(await counts()).toEqual(expected);
    await db().reviewTask.update({ where: { id: held ?? "" }, data: { state: "leased" } });
    await db().reviewTask.deleteMany({ where: { orgId: orgTwo, priority: "low" } });
    expect(await counts()).toEqual([
      ["high", 2, 2, 2, 4, 0],
      ["low", 0, 0, 0, 1, 0],
    ]);
    const due = await countByDeadline(orgTwo);
    expect(due.reduce((sum, { waiting: n }) => sum + n, 0)).toBe(2);
    await add("medium", 600);
    await add("low", 3600);
    await foldTally();
    const ahead = (await countByDeadline(orgTwo)).filter(({ due: minutes }) => minutes >= 15);
    expect(ahead).toMatchObject([
      { queue: "general", priority: "medium", leadsOnly: false, waiting: 1 },
      { priority: "low", waiting: 1 },
    ]);
    expect(ahead[0]?.due).toBeGreaterThanOrEqual(105);
    expect(ahead[0]?.due).toBeLessThanOrEqual(110);
    expect([23 * 60 - 15, 23 * 60]).toContain(ahead[1]?.due);
  });
});
