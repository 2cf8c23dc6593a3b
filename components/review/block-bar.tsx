"use client";

import clsx from "clsx";
import { Check } from "lucide-react";
import type { Ref } from "react";
import { Button } from "#components/ui/button";
import { Kbd } from "#components/ui/kbd";
import { CATEGORIES, CATEGORY_TITLES } from "#lib/domain/terms";
import type { DeskState } from "./desk-state";
import { categoryNumber } from "./keys";
import type { DeskActions } from "./use-desk";

export interface BlockBarProps {
  state: DeskState;
  actions: DeskActions;
  confirmRef: Ref<HTMLButtonElement>;
}

/** Which rules are broken: every category under its number, the likely ones picked already. */
export function BlockBar({ state, actions, confirmRef }: BlockBarProps) {
  const { categories } = state.draft;
  const appeal = state.task?.kind === "appeal";
  return (
    <fieldset className="flex w-full min-w-0 flex-wrap items-center gap-1.5">
      <legend className="sr-only">Rules that this post breaks</legend>
      {CATEGORIES.map((category) => {
        const on = categories.includes(category);
        return (
          <button
            key={category}
            type="button"
            aria-pressed={on}
            onClick={() => actions.dispatch({ type: "toggle", category })}
            className={clsx(
              "inline-flex h-8 items-center gap-1.5 rounded-md border px-2 text-sm touchable",
              on
                ? "border-block bg-block-wash font-medium text-block-ink"
                : "border-line-strong bg-surface text-soft hover:bg-hover",
            )}
          >
            {on ? <Check aria-hidden className="size-3.5" /> : null}
            {CATEGORY_TITLES[category]}
            <Kbd>{categoryNumber(category)}</Kbd>
          </button>
        );
      })}
      <span className="ml-auto flex gap-2">
        <Button size="lg" variant="ghost" onClick={() => actions.dispatch({ type: "mode", mode: "judge" })}>
          Cancel <Kbd>Esc</Kbd>
        </Button>
        <Button ref={confirmRef} size="lg" variant="block" onClick={() => actions.block()}>
          {appeal ? "Uphold" : "Block"} <Kbd onColour>↵</Kbd>
        </Button>
      </span>
    </fieldset>
  );
}
