"use client";

import clsx from "clsx";
import { Check, Minus, Plus } from "lucide-react";
import type { Ref } from "react";
import { Button, IconButton } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { useDeskLetters } from "#lib/client/desk-letters";
import { messageFor, type Reason, SEVERITY_WORDS } from "#lib/domain/policy-tree";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/terms";
import { chosenReason, type DeskState, likelyReasons } from "./desk-state";
import { categoryNumber } from "./keys";
import type { DeskActions } from "./use-desk";

export interface BlockBarProps {
  state: DeskState;
  actions: DeskActions;
  /** Name of the house, as authors read it. */
  organization: string;
  confirmRef: Ref<HTMLButtonElement>;
  messageRef: Ref<HTMLTextAreaElement>;
}

/** Which clause is broken, how gravely, and what its author will read; the likeliest is marked already. */
export function BlockBar({ state, actions, organization, confirmRef, messageRef }: BlockBarProps) {
  const { task, draft } = state;
  const letters = useDeskLetters();
  if (!task) return null;
  const { dispatch } = actions;
  const chosen = chosenReason(task, draft);
  const standard = chosen
    ? messageFor(chosen, { content_id: task.item.contentId, organization })
    : "Pick a clause first.";
  return (
    <fieldset className="flex w-full min-w-0 flex-col gap-x-4 gap-y-2 lg:grid lg:grid-cols-[minmax(0,1fr)_21rem]">
      <legend className="sr-only">Rules that this post breaks</legend>
      <ul aria-label="Clauses" className="grid content-start gap-1 sm:grid-cols-2 xl:grid-cols-3">
        {likelyReasons(task).map((reason, index) => (
          <ClauseButton
            key={reason.clause.id}
            reason={reason}
            number={index + 1}
            on={reason.clause.id === chosen?.clause.id}
            onPick={() => dispatch({ type: "pick", reason })}
          />
        ))}
      </ul>
      <div className="flex min-w-0 flex-col gap-1.5">
        <label className="flex flex-col gap-1 text-faint text-xs">
          <span>
            The author will read <Kbd>{letters.message.toUpperCase()}</Kbd>
          </span>
          <textarea
            ref={messageRef}
            rows={3}
            dir="auto"
            maxLength={1000}
            value={draft.message ?? standard}
            onChange={(event) => dispatch({ type: "message", message: event.target.value })}
            className="w-full resize-none rounded-md border border-line-strong bg-surface px-2 py-1 text-ink text-sm pointer-coarse:text-lg"
          />
        </label>
        {chosen && (
          <Severity
            value={draft.severity ?? chosen.clause.severity}
            onStep={(by) => dispatch({ type: "graver", by })}
          />
        )}
      </div>
      <div className="contents flex-wrap items-center gap-1.5 lg:col-span-2 lg:flex">
        <div className="flex flex-wrap items-center gap-1.5">
          <CategoryToggles state={state} actions={actions} />
        </div>
        <span className="ml-auto flex justify-end gap-2 max-lg:sticky max-lg:bottom-0 max-lg:w-full max-lg:bg-raised max-lg:py-2">
          <Button size="lg" variant="ghost" onClick={() => dispatch({ type: "mode", mode: "judge" })}>
            Cancel <Kbd>Esc</Kbd>
          </Button>
          <Button ref={confirmRef} size="lg" variant="block" onClick={() => actions.block()}>
            {task.kind === "appeal" ? "Uphold" : "Block"} <Kbd onColour>↵</Kbd>
          </Button>
        </span>
      </div>
    </fieldset>
  );
}

interface ClauseButtonProps {
  reason: Reason;
  number: number;
  on: boolean;
  onPick: () => void;
}

function ClauseButton({ reason: { category, clause }, number, on, onPick }: ClauseButtonProps) {
  const own = clause.title !== CATEGORY_TITLES[category];
  return (
    <li className="min-w-0">
      <button
        type="button"
        aria-pressed={on}
        title={clause.rule}
        onClick={onPick}
        className={clsx(
          "flex h-8 w-full min-w-0 items-center gap-2 rounded-md border px-2 text-left text-sm touchable",
          on
            ? "border-block bg-block-wash font-medium text-block-ink"
            : "border-line-strong bg-surface text-soft hover:bg-hover",
        )}
      >
        <Kbd>{number}</Kbd>
        <span className="min-w-0 truncate">
          {own ? clause.title : CATEGORY_TITLES[category]}
          {own && <span className="text-xs"> · {CATEGORY_TITLES[category]}</span>}
        </span>
        <span className="ml-auto shrink-0 text-xs">{clause.id}</span>
      </button>
    </li>
  );
}

function Severity({ value, onStep }: { value: number; onStep: (by: 1 | -1) => void }) {
  return (
    <p className="flex items-center gap-1 text-sm">
      <span className="text-faint text-xs">Severity</span>
      <IconButton
        size="sm"
        label="Less grave"
        disabled={value <= 1}
        icon={<Minus aria-hidden className="size-3.5" />}
        onClick={() => onStep(-1)}
      />
      <output className="tabular min-w-20 text-center">
        {value}, {SEVERITY_WORDS[value - 1]}
      </output>
      <IconButton
        size="sm"
        label="Graver"
        disabled={value >= 5}
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => onStep(1)}
      />
    </p>
  );
}

/** All categories that apply; the one of the clause stands first on record. */
function CategoryToggles({ state, actions }: Pick<BlockBarProps, "state" | "actions">) {
  return (
    <>
      <span className="text-faint text-xs">Also:</span>
      {CATEGORIES.map((category) => {
        const on = state.draft.categories.includes(category);
        return (
          <button
            key={category}
            type="button"
            aria-pressed={on}
            title={`Shift + ${categoryNumber(category)}`}
            onClick={() => actions.dispatch({ type: "toggle", category })}
            className={clsx(
              "inline-flex h-7 items-center gap-1 rounded-full border px-2 text-xs touchable",
              on ? "border-block text-block-ink" : "border-line-strong text-soft hover:bg-hover",
            )}
          >
            {on && <Check aria-hidden className="size-3" />}
            {CATEGORY_TITLES[category]}
          </button>
        );
      })}
    </>
  );
}
