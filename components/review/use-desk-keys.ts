"use client";

import { type RefObject, useLayoutEffect } from "react";
import { useDeskLetters } from "#lib/client/desk-letters";
import { setPreference, usePreferences } from "#lib/client/preferences";
import { type DeskState, likelyReasons } from "./desk-state";
import { type Command, commandFor, type KeyPress } from "./keys";
import { ESCALATION_REASONS, SKIP_REASONS } from "./reason-dialog";
import type { DeskActions } from "./use-desk";

const TYPING =
  "input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable]";

function readPress(event: KeyboardEvent): KeyPress {
  const target = event.target instanceof Element ? event.target : null;
  return {
    key: event.key,
    code: event.code,
    shift: event.shiftKey,
    modified: event.ctrlKey || event.altKey || event.metaKey,
    typing: target?.matches(TYPING) ?? false,
    onControl: target?.closest("button, a, summary, [role=menuitem]") !== null,
  };
}

interface Places {
  help: () => void;
  note: RefObject<HTMLTextAreaElement | null>;
  message: RefObject<HTMLTextAreaElement | null>;
  pane: RefObject<HTMLElement | null>;
}

/**
 * Listens for the desk's keys wherever focus is, except where letters are typed or another layer is open. What is on screen
 * is what a key acts on: the listener changes with the paint, not some time after it.
 */
export function useDeskKeys(state: DeskState, actions: DeskActions, places: Places) {
  const { singleKeys, overlay } = usePreferences();
  const letters = useDeskLetters();
  useLayoutEffect(() => {
    const obey = (command: Command) => perform(command, { state, actions, overlay, ...places });
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const choosing = state.mode === "escalate" || state.mode === "skip";
      const layered = document.querySelector("dialog[open], [role=menu]") !== null;
      if (layered && !choosing) return;
      const command = commandFor(readPress(event), state.mode, { singleKeys, letters });
      // The dialogs of reasons close themselves on Escape and send their own text.
      if (!command || (choosing && command.do !== "reason")) return;
      event.preventDefault();
      obey(command);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}

/** What needs no item on the desk. */
const WITHOUT_ITEM: Command["do"][] = ["cancel", "help", "overlay", "undo"];

function perform(
  command: Command,
  {
    state,
    actions,
    overlay,
    help,
    note,
    message,
    pane,
  }: Places & { state: DeskState; actions: DeskActions; overlay: boolean },
) {
  const { dispatch } = actions;
  const judging = state.phase.name === "judging";
  if (!judging && !WITHOUT_ITEM.includes(command.do)) return dispatch({ type: "early" });
  switch (command.do) {
    case "approve":
      return actions.approve();
    case "block":
      return state.mode === "block" ? actions.block() : dispatch({ type: "mode", mode: "block" });
    case "blockFor":
      return actions.block([command.category]);
    case "toggle":
      if (state.mode === "block") dispatch({ type: "toggle", category: command.category });
      return dispatch({ type: "show", category: command.category });
    case "confirm":
      return confirm(state, actions, pane);
    case "cancel":
      if (document.activeElement === note.current || document.activeElement === message.current)
        return pane.current?.focus();
      return judging ? dispatch({ type: "mode", mode: "judge" }) : undefined;
    case "escalate":
      return dispatch({ type: "mode", mode: "escalate" });
    case "reason":
      return chooseReason(command.number - 1, state, actions);
    case "skip":
    case "together":
    case "thread":
    case "around":
      return dispatch({ type: "mode", mode: command.do });
    case "step":
      return dispatch({ type: "step", by: command.by });
    case "graver":
      return dispatch({ type: "graver", by: command.by });
    case "message":
      return message.current?.focus();
    case "undo":
      return actions.undo();
    case "note":
      return note.current?.focus();
    case "help":
      return help();
    case "overlay":
      return setPreference("overlay", !overlay);
    case "reveal":
      return dispatch({ type: "reveal" });
    case "move":
      return dispatch({ type: "move", by: command.by });
  }
}

/** A number in a list of reasons: of the clauses while blocking, else of what the open dialog offers. */
function chooseReason(index: number, state: DeskState, actions: DeskActions) {
  if (state.mode === "block") {
    const reason = state.task && likelyReasons(state.task)[index];
    return reason ? actions.blockUnder(reason) : undefined;
  }
  const skipping = state.mode === "skip";
  const reason = (skipping ? SKIP_REASONS : ESCALATION_REASONS)[index];
  if (reason) (skipping ? actions.skip : actions.escalate)(reason);
}

/** Enter while blocking sends the block; Ctrl+Enter in the note goes back to the decisions. */
function confirm(state: DeskState, actions: DeskActions, pane: RefObject<HTMLElement | null>) {
  if (state.mode === "block") return actions.block();
  return pane.current?.focus();
}
