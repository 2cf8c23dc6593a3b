import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_ATTEMPTS, newWebhookSchema, retryDelayMs } from "./webhooks";

const HOUR = 3_600_000;

describe("retryDelayMs", () => {
  it("spreads twelve attempts over a day, each wait longer than the one before", () => {
    const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, i) => retryDelayMs(i + 1, 0.5) ?? 0);
    expect(MOST_ATTEMPTS).toBe(12);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(23 * HOUR);
    expect(total).toBeLessThan(25 * HOUR);
    expect(retryDelayMs(MOST_ATTEMPTS, 0.5)).toBeNull();
  });

  it("never waits less than nine tenths of the plan, and heeds the receiver up to six hours", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST_ATTEMPTS - 1 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat({ max: 1_000_000 }),
        (attempt, draw, asked) => {
          const plan = retryDelayMs(attempt, 0.5) ?? 0;
          const wait = retryDelayMs(attempt, draw, asked) ?? 0;
          expect(wait).toBeGreaterThanOrEqual(Math.floor(plan * 0.9));
          expect(wait).toBeGreaterThanOrEqual(Math.min(asked * 1000, 6 * HOUR));
          expect(wait).toBeLessThanOrEqual(Math.max(Math.ceil(plan * 1.1), Math.min(asked * 1000, 6 * HOUR)));
        },
      ),
    );
  });
});

describe("newWebhookSchema", () => {
  it.each([
    [{ url: "file:///etc/passwd", events: ["item.decided"] }],
    [{ url: "https://example.com", events: [] }],
    [{ url: "https://example.com", events: ["webhook.test"] }],
    [{ url: "https://example.com", events: ["item.decided", "item.decided"] }],
  ])("refuses %o", (body) => expect(newWebhookSchema.safeParse(body).success).toBe(false));
});
