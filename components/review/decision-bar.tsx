"use client";

import clsx from "clsx";
import { ArrowUpRight, CircleCheck, OctagonX, SkipForward } from "lucide-react";
import type { Ref } from "react";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { useDeskLetters } from "#lib/client/desk-letters";
import { BlockBar } from "./block-bar";
import type { DeskState } from "./desk-state";
import type { DeskActions } from "./use-desk";

export interface DecisionBarProps {
  state: DeskState;
  actions: DeskActions;
  organization: string;
  noteRef: Ref<HTMLTextAreaElement>;
  messageRef: Ref<HTMLTextAreaElement>;
  confirmRef: Ref<HTMLButtonElement>;
}

/** The note and the decisions. While blocking it asks for categories instead. */
export function DecisionBar({
  state,
  actions,
  organization,
  noteRef,
  messageRef,
  confirmRef,
}: DecisionBarProps) {
  const { task, phase, draft, problem, mode } = state;
  const letters = useDeskLetters();
  const ready = phase.name === "judging";
  const appeal = task?.kind === "appeal";
  return (
    <section
      aria-label="Decision"
      className={clsx(
        "sticky bottom-0 z-20 border-line border-t bg-raised px-4 py-2.5",
        // On a phone the post stays in sight above.
        mode === "block" &&
          "max-lg:max-h-[48dvh] max-lg:overflow-y-auto max-lg:overscroll-contain max-lg:pb-0",
      )}
    >
      {problem && (
        <p role="alert" className="mb-2 text-block-ink text-sm">
          {problem}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <label
          className={clsx(
            "flex min-w-0 grow basis-52 items-center gap-2",
            mode === "block" && "max-lg:order-last",
          )}
        >
          <span className="sr-only">{appeal ? "Answer to the author" : "Note"}</span>
          <textarea
            ref={noteRef}
            rows={1}
            dir="auto"
            maxLength={2000}
            value={draft.note}
            disabled={!ready}
            onChange={(event) => actions.dispatch({ type: "note", note: event.target.value })}
            placeholder={
              appeal ? "Answer to the author (they will read it)" : "Note for colleagues (optional)"
            }
            className="field-sizing-content max-h-28 min-h-9 w-full min-w-0 resize-none rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm placeholder:text-faint disabled:opacity-55 pointer-coarse:min-h-11 pointer-coarse:text-lg"
          />
          <Kbd>{letters.note.toUpperCase()}</Kbd>
        </label>
        {mode === "block" && task ? (
          <BlockBar
            state={state}
            actions={actions}
            organization={organization}
            confirmRef={confirmRef}
            messageRef={messageRef}
          />
        ) : (
          <div className="grid w-full grid-cols-4 gap-2 max-sm:*:px-1 max-sm:[&_kbd]:hidden sm:flex sm:w-auto">
            <Button
              size="lg"
              variant="ghost"
              disabled={!ready}
              icon={<SkipForward aria-hidden className="hidden size-4 sm:block" />}
              onClick={() => actions.dispatch({ type: "mode", mode: "skip" })}
            >
              Skip <Kbd>{letters.skip.toUpperCase()}</Kbd>
            </Button>
            <Button
              size="lg"
              disabled={!ready}
              icon={<ArrowUpRight aria-hidden className="hidden size-4 sm:block" />}
              onClick={() => actions.dispatch({ type: "mode", mode: "escalate" })}
            >
              Escalate <Kbd>{letters.escalate.toUpperCase()}</Kbd>
            </Button>
            <Button
              size="lg"
              variant="block"
              disabled={!ready}
              icon={<OctagonX aria-hidden className="hidden size-4 sm:block" />}
              onClick={() => actions.dispatch({ type: "mode", mode: "block" })}
            >
              {appeal ? "Uphold" : "Block"} <Kbd onColour>{letters.block.toUpperCase()}</Kbd>
            </Button>
            <Button
              size="lg"
              variant="approve"
              disabled={!ready}
              icon={<CircleCheck aria-hidden className="hidden size-4 sm:block" />}
              onClick={actions.approve}
            >
              {appeal ? "Overturn" : "Approve"} <Kbd onColour>{letters.approve.toUpperCase()}</Kbd>
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
