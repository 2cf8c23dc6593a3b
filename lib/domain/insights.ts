import { z } from "zod";
import { rateWithInterval } from "./agreement";
import { type Category, categorySchema, prioritySchema } from "./taxonomy";

const rate = z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable();
const count = z.int();

/** GET /api/desk/insights?days= */
export const insightsSchema = z.object({
  days: z.int(),
  /** First and last day, UTC. */
  from: z.iso.date(),
  to: z.iso.date(),
  volumes: z.array(
    z.object({
      day: z.iso.date(),
      received: count,
      approved: count,
      flagged: count,
      blocked: count,
      auto: count,
    }),
  ),
  /** Share of judged items that no person had to look at. */
  autoAction: rate,
  /** Deadlines kept by the tasks that were closed. */
  deadlines: z.array(z.object({ priority: prioritySchema, closed: count, kept: count, rate })),
  /** Seconds from arrival to a person's decision. */
  timeToDecision: z.array(z.object({ priority: prioritySchema, median: z.number(), p90: z.number() })),
  appeals: z.object({ decided: count, overturned: count, rate }),
  /** Of the items that the models raised for a category, how many people found to be so. */
  precision: z.array(z.object({ category: categorySchema, raised: count, confirmed: count, rate })),
  /** Scores in tenths against how often people agreed, over all categories that the models scored. */
  reliability: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      labels: count,
      meanScore: z.number(),
      positive: z.number(),
    }),
  ),
  /** Highest score of each item in twentieths. */
  scores: z.array(z.object({ from: z.number(), to: z.number(), items: count })),
});
export type Insights = z.infer<typeof insightsSchema>;

/** The address of the items behind a mark. */
export function itemsBehind(filter: {
  decision?: "APPROVE" | "FLAG" | "BLOCK";
  category?: Category;
  decidedBy?: "machine" | "person";
  scoreFrom?: number;
  scoreTo?: number;
  from?: string;
  to?: string;
}): string {
  const entries = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `/items?${new URLSearchParams(entries)}`;
}

/** Every day from one to another, both included, UTC. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); at += 24 * 3_600_000)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** Bins of equal width in [0, 1] with what was counted; empty bins are zero. */
export function fillBins<T extends { bin: number }>(
  rows: T[],
  bins: number,
): { from: number; to: number; row: T | null }[] {
  const round = (n: number) => Math.round(n * 1000) / 1000;
  return Array.from({ length: bins }, (_, bin) => ({
    from: round(bin / bins),
    to: round((bin + 1) / bins),
    row: rows.find((row) => row.bin === bin) ?? null,
  }));
}

/** A share with its interval. */
export const shareOf = rateWithInterval;
