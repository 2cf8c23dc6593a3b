import type { DeskTask } from "#lib/domain/desk";
import { type Reason, reasonsOf } from "#lib/domain/policy-tree";
import { rankedCategories } from "#lib/domain/ranked-categories";
import { CATEGORIES, type Category } from "#lib/domain/terms";
import type { Mode } from "./keys";

/** What a person has written and picked for an item, kept when the item has to go. */
export interface Draft {
  categories: Category[];
  note: string;
  /** The clause picked by hand, how grave the breach is, and words to the author in place of the clause's own. */
  clause?: string;
  severity?: number;
  message?: string;
}

/** A decision that can still be taken back. */
export interface Undoable {
  decisionId: string;
  /** ISO 8601. */
  until: string;
  outcome: "APPROVE" | "BLOCK";
  itemId: string;
  draft: Draft;
  /** Items that it decided, where that is more than one, and what was left out of them, in words. */
  together?: { decided: number; leftOut: string[] };
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
  /** The specialist queue that the item is to be escalated to; null for the leads. */
  escalateTo: string | null;
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
  escalateTo: null,
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
  | { type: "pick"; reason: Reason }
  | { type: "step"; by: 1 | -1 }
  | { type: "graver"; by: 1 | -1 }
  | { type: "message"; message: string }
  | { type: "escalateTo"; queue: string | null }
  | { type: "problem"; message: string | null }
  /** Something was asked of the desk while no item was there to do it to. */
  | { type: "early" }
  | { type: "sent"; outcome: Outcome }
  /** The server did not take what was sent about this item: it is back as it was, or no longer ours. */
  | { type: "refused"; task: DeskTask; draft: Draft; message: string; stale: boolean }
  | { type: "lost"; message: string }
  | { type: "lease"; id: string; until: string; leaseToken?: number }
  | { type: "undoable"; undo: Undoable | null };

/** The categories of the decision under appeal, by the ids of their clauses. */
function appealedCategories({ appeal, policy }: DeskTask): Category[] {
  const [id] = appeal?.clause?.split(" ") ?? [];
  return reasonsOf(policy, CATEGORIES).flatMap(({ category, clause }) =>
    clause.id === id ? [category] : [],
  );
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

/** So many clauses have a number. */
const NUMBERED = 9;

/** The clauses to choose from, the likeliest categories first: those with a number. */
export function likelyReasons(task: DeskTask): Reason[] {
  const likely = suggestedCategories(task);
  const rest = rankedCategories(task).filter((category) => !likely.includes(category));
  return reasonsOf(task.policy, [...likely, ...rest]).slice(0, NUMBERED);
}

/** The clause that a block would stand on now; null when no category is picked. */
export function chosenReason(task: DeskTask, { categories, clause }: Draft): Reason | null {
  const possible = reasonsOf(task.policy, categories);
  return possible.find((reason) => reason.clause.id === clause) ?? possible[0] ?? null;
}

/** A draft under this clause: its category comes first, alone unless it was among those picked. */
export function underReason(draft: Draft, { category, clause }: Reason): Draft {
  const others = draft.categories.includes(category) ? draft.categories : [];
  const categories = [category, ...others.filter((each) => each !== category)];
  return { ...draft, categories, clause: clause.id, severity: clause.severity };
}

function stepReason(state: DeskState, by: 1 | -1): DeskState {
  if (!state.task) return state;
  const reasons = likelyReasons(state.task);
  const now = chosenReason(state.task, state.draft);
  const at = reasons.findIndex(({ clause }) => clause.id === now?.clause.id);
  const next = reasons[(at + by + reasons.length) % reasons.length];
  return next ? { ...state, problem: null, draft: underReason(state.draft, next) } : state;
}

function withSeverity(state: DeskState, by: 1 | -1): DeskState {
  const reason = state.task && chosenReason(state.task, state.draft);
  if (!reason) return state;
  const now = state.draft.severity ?? reason.clause.severity;
  return { ...state, draft: { ...state.draft, severity: Math.min(5, Math.max(1, now + by)) } };
}

function withCategory(categories: Category[], category: Category): Category[] {
  return categories.includes(category)
    ? categories.filter((each) => each !== category)
    : [...categories, category];
}

function startMode(state: DeskState, mode: Mode): DeskState {
  const untouched = mode === "block" && state.draft.categories.length === 0 && state.task;
  const categories = untouched ? suggestedCategories(untouched) : state.draft.categories;
  return { ...state, mode, problem: null, escalateTo: null, draft: { ...state.draft, categories } };
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

/** What was asked came before the next item, or after this one went: nothing is done, and it is said. */
function refuseEarly(state: DeskState): DeskState {
  const words: Partial<Record<Phase["name"], string>> = {
    claiming: "That came before the next item was here, so nothing was done. Look at it, then press again.",
    lost: "Nothing was done: this item is no longer yours. Take the next one.",
  };
  const problem = words[state.phase.name];
  return problem ? { ...state, problem } : state;
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
        // What was pressed too early is still on record when the item comes.
        problem: state.phase.name === "claiming" ? state.problem : null,
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
      return state.phase.name === "judging" ? startMode(state, event.mode) : refuseEarly(state);
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
    case "pick":
      return { ...state, problem: null, draft: underReason(state.draft, event.reason) };
    case "step":
      return stepReason(state, event.by);
    case "graver":
      return withSeverity(state, event.by);
    case "message":
      return { ...state, draft: { ...state.draft, message: event.message } };
    case "escalateTo":
      return { ...state, escalateTo: event.queue };
    case "problem":
      return { ...state, problem: event.message };
    case "early":
      return refuseEarly(state);
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
