"use client";

import { type RefObject, useEffect } from "react";
import { setPreference, usePreferences } from "#lib/client/preferences";
import type { DeskState } from "./desk-state";
import { ESCALATION_REASONS } from "./escalate-dialog";
import { type Command, commandFor, type KeyPress } from "./keys";
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
  pane: RefObject<HTMLElement | null>;
}

/** Listens for the desk's keys wherever focus is, except where letters are typed or another layer is open. */
export function useDeskKeys(state: DeskState, actions: DeskActions, places: Places) {
  const { singleKeys, overlay } = usePreferences();
  useEffect(() => {
    const obey = (command: Command) => perform(command, { state, actions, overlay, ...places });
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const escalating = state.mode === "escalate";
      const layered = document.querySelector("dialog[open], [role=menu]") !== null;
      if (layered && !escalating) return;
      const command = commandFor(readPress(event), state.mode, singleKeys);
      // The escalation dialog closes itself on Escape and sends its own text.
      if (!command || (escalating && command.do !== "reason")) return;
      event.preventDefault();
      obey(command);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}

function perform(
  command: Command,
  {
    state,
    actions,
    overlay,
    help,
    note,
    pane,
  }: Places & { state: DeskState; actions: DeskActions; overlay: boolean },
) {
  const { dispatch } = actions;
  const judging = state.phase.name === "judging";
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
      if (document.activeElement === note.current) return pane.current?.focus();
      return dispatch({ type: "mode", mode: "judge" });
    case "escalate":
      return dispatch({ type: "mode", mode: "escalate" });
    case "reason": {
      const reason = ESCALATION_REASONS[command.number - 1];
      return reason && judging ? actions.escalate(reason) : undefined;
    }
    case "skip":
      return actions.skip();
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

/** Enter while blocking sends the block; Ctrl+Enter in the note goes back to the decisions. */
function confirm(state: DeskState, actions: DeskActions, pane: RefObject<HTMLElement | null>) {
  if (state.mode === "block") return actions.block();
  return pane.current?.focus();
}
