import { afterAll, expect, it } from "vitest";
import { closeConnections } from "#lib/services/close-connections";
import { db } from "#lib/store/client";
import { limitRate } from "./rate-limit";

afterAll(() => closeConnections());

const name = () => `test:${Math.random()}`;
const tokensIn = async (key: string) =>
  (await db().rateBucket.findUnique({ where: { key } }))?.tokens ?? null;
const outcomes = async (key: string, size: { perSecond: number; burst: number }, requests: number) => {
  const settled = await Promise.allSettled(Array.from({ length: requests }, () => limitRate(key, size)));
  return settled.filter(({ status }) => status === "fulfilled").length;
};

it("grants no more than a bucket holds, however many ask at once", async () => {
  const size = { perSecond: 0.001, burst: 7 };
  expect(await outcomes(name(), size, 30)).toBe(7);
});

it("spends a generous bucket to the last token, a few at a time", async () => {
  const key = name();
  const size = { perSecond: 50, burst: 200 };
  const granted = await outcomes(key, size, 400);
  expect(granted).toBeGreaterThanOrEqual(200);
  // What came back while the requests ran, at 50 a second.
  expect(granted).toBeLessThan(350);
  await expect(outcomes(key, { ...size, perSecond: 0.001 }, 400)).resolves.toBeLessThan(40);
});

it("asks the database once for several requests, and says what is left", async () => {
  const key = name();
  const size = { perSecond: 100, burst: 1000 };
  const first = await limitRate(key, size);
  expect(first.ratelimit).toMatch(/^"default";r=999;/);
  // Half empty, so that it cannot have filled up again before it is asked.
  await db().rateBucket.update({ where: { key }, data: { tokens: 500 } });
  for (let at = 0; at < 9; at++) await limitRate(key, size);
  expect(await tokensIn(key)).toBe(500);
  await limitRate(key, size);
  expect(await tokensIn(key)).not.toBe(500);
});

it("refuses with the time to wait", async () => {
  const key = name();
  const size = { perSecond: 0.1, burst: 1 };
  await limitRate(key, size);
  await expect(limitRate(key, size)).rejects.toMatchObject({ code: "rate_limited", retryAfterSeconds: 10 });
});
