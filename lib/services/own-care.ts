import type { ReviewSettings } from "#lib/domain/review-settings";
import type { Category } from "#lib/domain/taxonomy";
import {
  budgetOf,
  type CareBody,
  type CareState,
  type CareView,
  careState,
  viewDefaultsSchema,
  withinRoom,
} from "#lib/domain/wellbeing";
import {
  insertExposures,
  type PrivateCare,
  putCare,
  readCare,
  readExposures,
  shownAmong,
} from "#lib/store/private-care";
import { readReviewSettings } from "#lib/store/review-settings";

/** Whose care it is; always the person who asks. */
export interface Self {
  orgId: string;
  userId: string;
}

interface Care {
  settings: ReviewSettings;
  own: PrivateCare | null;
  state: CareState;
}

/** What a person has been shown and may be served next. */
export async function readOwnCare({ orgId, userId }: Self): Promise<Care> {
  const [settings, own, exposures] = await Promise.all([
    readReviewSettings(orgId),
    readCare(userId),
    readExposures(userId),
  ]);
  const state = careState({
    exposures,
    now: Date.now(),
    settings,
    ownBudget: own?.shiftBudget ?? null,
    breakStartedAt: own?.breakStartedAt?.getTime() ?? null,
  });
  return { settings, own, state };
}

/**
 * Which of these tasks, in this order, a person may look at beside one of this severity on their desk; those seen before,
 * always.
 */
export async function mayLookAt(
  self: Self,
  tasks: { id: string; severity: number }[],
  atHand: number,
): Promise<Set<string>> {
  const seen = await shownAmong(
    self.userId,
    tasks.map(({ id }) => id),
  );
  const { state } = await readOwnCare(self);
  const allowed = withinRoom(
    tasks.map(({ id, severity }) => ({ severity, seen: seen.has(id) })),
    state.room,
    Math.max(state.maxSeverity, atHand),
  );
  return new Set(tasks.filter((_, at) => allowed[at]).map(({ id }) => id));
}

/** Adds to a person's dose what they are shown beside the task on their desk, each once. */
export function countShown(self: Self, tasks: { id: string; severity: number }[]): Promise<void> {
  return insertExposures(
    self.userId,
    tasks.map(({ id, severity }) => ({ taskId: id, severity })),
  );
}

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** The page of one's own dose, breaks and wishes. */
export async function viewOwnCare(self: Self): Promise<CareView> {
  const { settings, own, state } = await readOwnCare(self);
  const { shiftDose, sinceBreakDose, weekDose, graveRun, maxSeverity, reason, breakDue } = state;
  return {
    shiftDose,
    sinceBreakDose,
    weekDose,
    graveRun,
    maxSeverity,
    reason,
    breakDue,
    until: iso(state.until),
    workingSince: iso(state.workingSince),
    budget: budgetOf(settings, own?.shiftBudget ?? null),
    organizationBudget: settings.shiftBudget,
    weekBudget: settings.weekBudget,
    ownBudget: own?.shiftBudget ?? null,
    mostGraveRun: settings.graveRun,
    breakMinutes: settings.breakMinutes,
    workMinutes: settings.workMinutes,
    onBreakSince: own?.breakStartedAt?.toISOString() ?? null,
    optOut: (own?.optOut ?? []) as Category[],
    defaults: viewDefaultsSchema.parse(own?.defaults ?? {}),
  };
}

/** Changes one's own wishes. Nobody is told and nothing is logged: there is nothing to explain. */
export async function changeOwnCare(
  self: Self,
  { optOut, ownBudget, defaults }: CareBody,
): Promise<CareView> {
  await putCare(self.userId, {
    ...(optOut ? { optOut } : {}),
    ...(ownBudget !== undefined ? { shiftBudget: ownBudget } : {}),
    ...(defaults ? { defaults } : {}),
  });
  return viewOwnCare(self);
}

/** Begins a break or ends it; only a whole one counts. */
export async function takeBreak(self: Self, begin: boolean): Promise<CareView> {
  await putCare(self.userId, { breakStartedAt: begin ? new Date() : null });
  return viewOwnCare(self);
}
