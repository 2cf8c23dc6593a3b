"use client";

import { type RefObject, useCallback } from "react";
import type { PageCommand } from "#lib/client/commands";
import { useDeskLetters } from "#lib/client/desk-letters";
import type { DeskActions } from "./use-desk";

interface Places {
  help: () => void;
  note: RefObject<HTMLTextAreaElement | null>;
}

/** What the desk offers to the palette. */
export function useDeskCommands(actions: DeskActions, { help, note }: Places): () => PageCommand[] {
  const letters = useDeskLetters();
  return useCallback(() => {
    const { dispatch } = actions;
    const key = (name: keyof typeof letters) => letters[name].toUpperCase();
    return [
      { label: "Approve", key: key("approve"), run: actions.approve },
      { label: "Block", key: key("block"), run: () => dispatch({ type: "mode", mode: "block" }) },
      { label: "Escalate", key: key("escalate"), run: () => dispatch({ type: "mode", mode: "escalate" }) },
      { label: "Skip", key: key("skip"), run: () => dispatch({ type: "mode", mode: "skip" }) },
      {
        label: "Decide near-duplicates together",
        key: key("together"),
        run: () => dispatch({ type: "mode", mode: "together" }),
      },
      { label: "Undo the last decision", key: key("undo"), run: actions.undo },
      { label: "Write a note", key: key("note"), run: () => note.current?.focus() },
      {
        label: "Notes between colleagues",
        key: key("thread"),
        run: () => dispatch({ type: "mode", mode: "thread" }),
      },
      {
        label: "Posts around it",
        key: key("around"),
        run: () => dispatch({ type: "mode", mode: "around" }),
      },
      { label: "Reveal or blur", key: key("reveal"), run: () => dispatch({ type: "reveal" }) },
      { label: "Keyboard map", key: "?", run: help },
    ];
  }, [actions, help, letters, note]);
}
