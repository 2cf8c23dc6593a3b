import type { DeskTask } from "#lib/domain/desk";
import { rankedCategories } from "#lib/domain/ranked-categories";
import { CATEGORIES, type Category } from "#lib/domain/terms";
import type { Mode } from "./keys";

/** What a person has written and picked for an item, kept when the item has to go. */
export interface Draft {
  categories: Category[];
  note: string;
}

/** A decision that can still be taken back. */
export interface Undoable {
  decisionId: string;
  /** ISO 8601. */
  until: string;
  outcome: "APPROVE" | "BLOCK";
  itemId: string;
  draft: Draft;
}

export type Outcome = "APPROVE" | "BLOCK" | "ESCALATE" | "SKIP";

export type Phase =
  /** The first claim, or the one after a decision: `sent` says which decision is on its way. */
  | { name: "claiming"; sent: Outcome | null }
  | { name: "judging" }
  | { name: "empty" }
  /** The claim failed. */
  | { name: "failed"; message: string }
  /** The hold on the item is gone; the draft stays. */
  | { name: "lost"; message: string };

export interface DeskState {
  phase: Phase;
  /** Stays on screen, dimmed, until the next one is here. */
  task: DeskTask | null;
  mode: Mode;
  draft: Draft;
  /** The category whose marks show in the text. */
  shown: Category | null;
  revealed: boolean;
  /** What went wrong with the last action; the item is untouched. */
  problem: string | null;
  /** A draft from an earlier hold was put back. */
  restored: boolean;
  undo: Undoable | null;
  /** What was just done to the item before this one; screen readers say it before they name the new one. */
  sent: Outcome | null;
}

export const EMPTY_DRAFT: Draft = { categories: [], note: "" };

export const FIRST_STATE: DeskState = {
  phase: { name: "claiming", sent: null },
  task: null,
  mode: "judge",
  draft: EMPTY_DRAFT,
  shown: null,
  revealed: false,
  problem: null,
  restored: false,
  undo: null,
  sent: null,
};

export type DeskEvent =
  | { type: "claiming" }
  | { type: "claimed"; task: DeskTask; draft: Draft | null; sent?: Outcome }
  | { type: "empty" }
  | { type: "failed"; message: string }
  | { type: "mode"; mode: Mode }
  | { type: "toggle"; category: Category }
  | { type: "show"; category: Category }
  | { type: "move"; by: 1 | -1 }
  | { type: "reveal" }
  | { type: "note"; note: string }
  | { type: "problem"; message: string | null }
  | { type: "sent"; outcome: Outcome }
  /** The server did not take what was sent about this item: it is back as it was, or no longer ours. */
  | { type: "refused"; task: DeskTask; draft: Draft; message: string; stale: boolean }
  | { type: "lost"; message: string }
  | { type: "lease"; id: string; until: string; leaseToken?: number }
  | { type: "undoable"; undo: Undoable | null };

/** The categories of the decision under appeal, by the ids of their clauses. */
function appealedCategories({ appeal, policy }: DeskTask): Category[] {
  const [clause] = appeal?.clause?.split(" ") ?? [];
  return CATEGORIES.filter((category) => policy.categories[category].clause === clause);
}

/**
 * The categories in question: those under appeal, else those that decided. Block starts with them, or with the
 * likeliest one, so that B then Enter always works.
 */
export function questionedCategories(task: DeskTask): Category[] {
  const appealed = appealedCategories(task);
  return appealed.length > 0 ? appealed : (task.verdict?.decidedBy ?? []);
}

export function suggestedCategories(task: DeskTask): Category[] {
  const questioned = questionedCategories(task);
  if (questioned.length > 0) return questioned;
  const [first] = rankedCategories(task);
  return first && task.verdict?.scores[first] !== undefined ? [first] : [];
}

function withCategory(categories: Category[], category: Category): Category[] {
  return categories.includes(category)
    ? categories.filter((each) => each !== category)
    : [...categories, category];
}

function startMode(state: DeskState, mode: Mode): DeskState {
  const untouched = mode === "block" && state.draft.categories.length === 0 && state.task;
  const categories = untouched ? suggestedCategories(untouched) : state.draft.categories;
  return { ...state, mode, problem: null, draft: { ...state.draft, categories } };
}

/** An item on the desk as it comes up: nothing revealed, the likeliest category shown. */
function onDesk(state: DeskState, task: DeskTask, draft: Draft): DeskState {
  return {
    ...state,
    phase: { name: "judging" },
    task,
    mode: "judge",
    draft,
    shown: questionedCategories(task)[0] ?? rankedCategories(task)[0] ?? null,
    revealed: false,
    problem: null,
    restored: false,
    sent: null,
  };
}

function withLease(task: DeskTask, { until, leaseToken }: { until: string; leaseToken?: number }): DeskTask {
  return { ...task, leaseUntil: until, leaseToken: leaseToken ?? task.leaseToken };
}

/** The desk as a state machine; what talks to the server lives in use-desk. */
export function deskReducer(state: DeskState, event: DeskEvent): DeskState {
  switch (event.type) {
    case "claiming":
      return { ...state, phase: { name: "claiming", sent: null }, problem: null };
    case "claimed":
      return {
        ...onDesk(state, event.task, event.draft ?? EMPTY_DRAFT),
        restored: event.draft !== null,
        sent: event.sent ?? null,
      };
    case "empty":
      return {
        ...state,
        phase: { name: "empty" },
        task: null,
        mode: "judge",
        draft: EMPTY_DRAFT,
        restored: false,
      };
    case "failed":
      return { ...state, phase: { name: "failed", message: event.message }, task: null };
    case "mode":
      return state.phase.name === "judging" ? startMode(state, event.mode) : state;
    case "toggle":
      return {
        ...state,
        problem: null,
        draft: { ...state.draft, categories: withCategory(state.draft.categories, event.category) },
      };
    case "show":
      return { ...state, shown: event.category };
    case "move": {
      if (!state.task) return state;
      const order = rankedCategories(state.task);
      const at = state.shown ? order.indexOf(state.shown) : -1;
      return { ...state, shown: order[(at + event.by + order.length) % order.length] ?? null };
    }
    case "reveal":
      return { ...state, revealed: !state.revealed };
    case "note":
      return { ...state, problem: null, draft: { ...state.draft, note: event.note } };
    case "problem":
      return { ...state, problem: event.message };
    case "sent":
      return { ...state, phase: { name: "claiming", sent: event.outcome }, mode: "judge", problem: null };
    case "refused": {
      const { task, draft, message, stale } = event;
      const back = onDesk(state, task, draft);
      return stale ? { ...back, phase: { name: "lost", message } } : { ...back, problem: message };
    }
    case "lost":
      return { ...state, phase: { name: "lost", message: event.message }, mode: "judge", problem: null };
    case "lease":
      return state.task?.id === event.id ? { ...state, task: withLease(state.task, event) } : state;
    case "undoable":
      return { ...state, undo: event.undo };
  }
}
