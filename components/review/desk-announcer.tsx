"use client";

import { languageName } from "#components/content/item-facts";
import { SEVERITY_WORDS } from "#lib/domain/policy-tree";
import { CATEGORY_TITLES } from "#lib/domain/terms";
import { BLIND_WORDS, whyHere } from "#lib/domain/why-here";
import { chosenReason, type DeskState } from "./desk-state";

const SENT = { APPROVE: "Approved.", BLOCK: "Blocked.", ESCALATE: "Escalated.", SKIP: "Skipped." };

/** What a screen reader hears of the desk: each decision, each new item, each change of what is shown. */
export function announcement({ phase, task, undo, sent }: DeskState): string {
  if (phase.name === "empty") return "No item for you now.";
  if (phase.name === "claiming") return phase.sent ? SENT[phase.sent] : "Fetching the next item.";
  if (phase.name === "lost") return `This item is no longer yours. ${phase.message}`;
  if (phase.name === "failed" || !task) return "";
  const { kind, priority, item, verdict } = task;
  const what = kind === "appeal" ? "Appeal" : kind === "spot_check" ? "Spot check" : "Item";
  const facts = [
    `${what}, ${priority} priority`,
    `${item.text?.length ?? 0} characters`,
    item.language && languageName(item.language),
  ].filter(Boolean);
  const done = sent ? `${SENT[sent]} ` : "";
  const together = undo?.together;
  const along = together ? ` ${together.decided} items were decided together.` : "";
  const undoable = undo ? `${along} The last decision can be undone.` : "";
  return `${done}${facts.join(", ")}. ${task.blind ? BLIND_WORDS : whyHere(verdict)}${undoable}`;
}

export function DeskAnnouncer({ state }: { state: DeskState }) {
  const { shown } = state;
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {announcement(state)}
      </p>
      <p aria-live="polite" className="sr-only">
        {state.mode === "block" ? blocking(state) : shown && `Showing ${CATEGORY_TITLES[shown]}.`}
      </p>
    </>
  );
}

function blocking({ task, draft }: DeskState): string {
  const chosen = task && chosenReason(task, draft);
  if (!chosen) return "Blocking, with no clause yet. Numbers pick a clause, Escape cancels.";
  const { id, title, severity } = chosen.clause;
  const grave = SEVERITY_WORDS[(draft.severity ?? severity) - 1];
  return `Blocking under ${id}, ${title}, ${grave}. Enter blocks, a number blocks under another clause, Escape cancels.`;
}
