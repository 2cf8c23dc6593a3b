import { z } from "zod";
import type { ReviewSettings } from "./review-settings";
import { categorySchema } from "./taxonomy";

/*
 * Care for those who look at harm all day. What counts is the dose: how much, how grave, without a rest (docs/wellbeing.md
 * has the evidence). All of this is a person's own affair; nothing here is ever read for anybody else.
 */

/** Weight of one item by the severity of its gravest category, 1 to 5: doubling, so that one grave item is 16 harmless ones. */
export const DOSE: readonly [number, number, number, number, number] = [0.25, 0.5, 1, 2, 4];

/** Severity from which an item is grave, and up to which it is benign. */
export const GRAVE = 4;
export const BENIGN = 2;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A pause this long ends a run of grave items even when nothing benign is there to interleave. */
export const RUN_PAUSE_MS = 3 * MINUTE;
/** A pause this long begins a new shift. */
export const SHIFT_GAP_MS = 4 * HOUR;
export const WEEK_MS = 7 * 24 * HOUR;

/** An item that was shown; `at` in milliseconds since 1970. */
export interface Exposure {
  at: number;
  severity: number;
}

/** Dose of one item. */
export function doseOf(severity: number): number {
  return DOSE[Math.min(5, Math.max(1, Math.round(severity))) - 1] as number;
}

const sum = (exposures: readonly Exposure[]) =>
  exposures.reduce((total, { severity }) => total + doseOf(severity), 0);

/** The exposures since the last pause of at least `gapMs`, up to `now`; oldest first. */
export function sinceGap(exposures: readonly Exposure[], now: number, gapMs: number): Exposure[] {
  let start = exposures.length;
  let next = now;
  while (start > 0 && next - (exposures[start - 1] as Exposure).at < gapMs) {
    start--;
    next = (exposures[start] as Exposure).at;
  }
  return exposures.slice(start);
}

export type CareReason = "break" | "dose" | "week" | "grave_run";

export interface CareState {
  /** Dose of this shift, since the last break, and of seven days. */
  shiftDose: number;
  sinceBreakDose: number;
  weekDose: number;
  /** What is left until the nearer of the two budgets is reached; below 0 beyond it. */
  room: number;
  /** What may be served now, 1 to 5; 0 while the break lasts. */
  maxSeverity: number;
  /** Why not everything may be. */
  reason: CareReason | null;
  /** When that ends by itself, in milliseconds since 1970; null when it does not. */
  until: number | null;
  /** Grave items shown in a row. */
  graveRun: number;
  /** Start of the present stretch of work without a break; null when there is none. */
  workingSince: number | null;
  breakDue: boolean;
}

export interface CareInput {
  /** Of the last seven days, oldest first. */
  exposures: readonly Exposure[];
  now: number;
  settings: Pick<ReviewSettings, "shiftBudget" | "weekBudget" | "graveRun" | "breakMinutes" | "workMinutes">;
  /** This person's own budget; it can only be lower than the organisation's. */
  ownBudget: number | null;
  /** When a break was begun that has not been ended. */
  breakStartedAt: number | null;
}

/** The budget that holds for a person: their own where it is lower. */
export function budgetOf(settings: Pick<ReviewSettings, "shiftBudget">, ownBudget: number | null): number {
  return Math.min(settings.shiftBudget, ownBudget ?? settings.shiftBudget);
}

function graveRunOf(exposures: readonly Exposure[], now: number): number {
  const recent = sinceGap(exposures, now, RUN_PAUSE_MS);
  let run = 0;
  while (run < recent.length && (recent[recent.length - 1 - run] as Exposure).severity >= GRAVE) run++;
  return run;
}

/** What a person has been shown and what they may be served next. */
export function careState({ exposures, now, settings, ownBudget, breakStartedAt }: CareInput): CareState {
  const week = exposures.filter(({ at }) => at > now - WEEK_MS && at <= now);
  const breakMs = settings.breakMinutes * MINUTE;
  const stretch = sinceGap(week, now, breakMs);
  const graveRun = graveRunOf(week, now);
  const workingSince = stretch[0]?.at ?? null;
  const [sinceBreakDose, weekDose] = [sum(stretch), sum(week)];
  const state = {
    shiftDose: sum(sinceGap(week, now, SHIFT_GAP_MS)),
    sinceBreakDose,
    weekDose,
    room: Math.min(settings.weekBudget - weekDose, budgetOf(settings, ownBudget) - sinceBreakDose),
    graveRun,
    workingSince,
    breakDue: workingSince !== null && now - workingSince >= settings.workMinutes * MINUTE,
  };
  const limit = (maxSeverity: number, reason: CareReason | null, until: number | null) => ({
    ...state,
    maxSeverity,
    reason,
    until,
  });
  if (breakStartedAt !== null && now - breakStartedAt < breakMs)
    return limit(0, "break", breakStartedAt + breakMs);
  const last = week.at(-1)?.at ?? now;
  if (weekDose >= settings.weekBudget) return limit(BENIGN, "week", null);
  if (sinceBreakDose >= budgetOf(settings, ownBudget)) return limit(BENIGN, "dose", last + breakMs);
  if (graveRun >= settings.graveRun) return limit(GRAVE - 1, "grave_run", last + RUN_PAUSE_MS);
  return limit(5, null, null);
}

/** Something that a person is about to look at beside the item on their desk. */
export interface Sight {
  severity: number;
  /** They have looked at it before; it counts once. */
  seen: boolean;
}

/**
 * Which of these, in this order, a person may be shown at once: as if they were served one after the other, what is benign
 * always, the rest until a budget is reached. A run of grave ones does not end it: they asked for these themselves.
 *
 * @param room what is left of the nearer budget, as a dose; see `CareState.room`
 * @param gravest severity above which nothing new is shown, 1 to 5
 */
export function withinRoom(sights: readonly Sight[], room: number, gravest = 5): boolean[] {
  let left = room;
  return sights.map(({ severity, seen }) => {
    if (seen) return true;
    if (severity > gravest || (left <= 0 && severity > BENIGN)) return false;
    left -= doseOf(severity);
    return true;
  });
}

/** How sensitive media are shown at first; each can be lifted for the item at hand. */
export const viewDefaultsSchema = z.object({
  blur: z.boolean().default(true),
  greyscale: z.boolean().default(true),
  mute: z.boolean().default(true),
  reduced: z.boolean().default(false),
});
export type ViewDefaults = z.infer<typeof viewDefaultsSchema>;

/** PUT /api/desk/me/wellbeing */
export const careBodySchema = z.object({
  /** Categories never to be served, without a reason. */
  optOut: z.array(categorySchema).max(8, "Leave at least one category that you look at.").optional(),
  /** A budget below the organisation's; null for the organisation's. */
  ownBudget: z.number().min(5).max(2000).nullable().optional(),
  defaults: viewDefaultsSchema.optional(),
});
export type CareBody = z.infer<typeof careBodySchema>;

/** GET /api/desk/me/wellbeing */
export const careViewSchema = z.object({
  shiftDose: z.number(),
  sinceBreakDose: z.number(),
  weekDose: z.number(),
  budget: z.number(),
  organizationBudget: z.number(),
  weekBudget: z.number(),
  ownBudget: z.number().nullable(),
  graveRun: z.int(),
  mostGraveRun: z.int(),
  maxSeverity: z.int(),
  reason: z.enum(["break", "dose", "week", "grave_run"]).nullable(),
  until: z.iso.datetime().nullable(),
  workingSince: z.iso.datetime().nullable(),
  breakDue: z.boolean(),
  breakMinutes: z.int(),
  workMinutes: z.int(),
  onBreakSince: z.iso.datetime().nullable(),
  optOut: z.array(categorySchema),
  defaults: viewDefaultsSchema,
});
export type CareView = z.infer<typeof careViewSchema>;
