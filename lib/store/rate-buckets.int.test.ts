import { describe, expect, it } from "vitest";
import { db } from "./client";
import { dropIdleBuckets, takeTokens } from "./rate-buckets";

const age = (key: string, seconds: number) =>
  db()
    .$executeRaw`UPDATE "RateBucket" SET "updatedAt" = "updatedAt" - make_interval(secs => ${seconds}) WHERE "key" = ${key}`;
const SLOW = { perSecond: 0.001, burst: 20 };

describe("takeTokens", () => {
  it("gives out exactly what is there, however many ask at once", async () => {
    const taken = await Promise.all(Array.from({ length: 60 }, () => takeTokens("crowd", SLOW)));
    expect(taken.filter((answer) => answer.granted)).toHaveLength(20);
    expect(Math.min(...taken.map((answer) => answer.left))).toBeGreaterThanOrEqual(0);
  });

  it("refills with time, up to the brim and no further", async () => {
    const size = { perSecond: 2, burst: 10 };
    for (let i = 0; i < 10; i++) await takeTokens("refill", size);
    await age("refill", 2);
    expect((await takeTokens("refill", size)).left).toBeCloseTo(3, 0);
    await age("refill", 3600);
    expect((await takeTokens("refill", size)).left).toBe(9);
  });

  it("takes nothing when it refuses", async () => {
    await takeTokens("refused", SLOW, 15);
    expect(await takeTokens("refused", SLOW, 10)).toMatchObject({ granted: false });
    expect((await takeTokens("refused", SLOW, 5)).granted).toBe(true);
  });

  it("takes tokens back, up to the brim", async () => {
    await takeTokens("returned", SLOW, 5);
    await takeTokens("returned", SLOW, -3);
    expect((await takeTokens("returned", SLOW, 0)).left).toBeCloseTo(18, 1);
    await takeTokens("returned", SLOW, -50);
    expect((await takeTokens("returned", SLOW, 0)).left).toBe(20);
  });

  it("more than a full bucket holds is refused, and says so in figures", async () => {
    await takeTokens("greedy", SLOW);
    expect(await takeTokens("greedy", SLOW, 21)).toEqual({ granted: false, left: expect.closeTo(19, 1) });
  });
});

it("idle buckets are forgotten, used ones are not", async () => {
  await takeTokens("old", SLOW);
  await takeTokens("young", SLOW);
  await age("old", 90_000);
  expect(await dropIdleBuckets()).toBe(1);
  expect(await db().rateBucket.findUnique({ where: { key: "young" } })).not.toBeNull();
});
