"use client";

import { languageName } from "#components/content/item-facts";
import { CATEGORY_TITLES } from "#lib/domain/terms";
import { whyHere } from "#lib/domain/why-here";
import type { DeskState } from "./desk-state";

const SENT = { APPROVE: "Approved.", BLOCK: "Blocked.", ESCALATE: "Escalated.", SKIP: "Skipped." };

/** What a screen reader hears of the desk: each decision, each new item, each change of what is shown. */
export function announcement({ phase, task, undo, sent }: DeskState): string {
  if (phase.name === "empty") return "Nothing waits for you.";
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
  const undoable = undo ? " Press U to undo the last decision." : "";
  return `${done}${facts.join(", ")}. ${whyHere(verdict)}${undoable}`;
}

export function DeskAnnouncer({ state }: { state: DeskState }) {
  const { shown, mode, draft } = state;
  const picked = draft.categories.map((category) => CATEGORY_TITLES[category]).join(", ");
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {announcement(state)}
      </p>
      <p aria-live="polite" className="sr-only">
        {mode === "block"
          ? `Blocking for ${picked || "nothing yet"}. Numbers pick categories, Enter blocks, Escape cancels.`
          : shown && `Showing ${CATEGORY_TITLES[shown]}.`}
      </p>
    </>
  );
}
