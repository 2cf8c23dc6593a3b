"use client";

import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { ApiError } from "#lib/client/fetch";
import { claimTask, decideTask, escalateTask, releaseTask, skipTask, undoDecision } from "#lib/client/tasks";
import type { DeskTask } from "#lib/domain/desk";
import type { Category } from "#lib/domain/taxonomy";
import {
  type DeskEvent,
  type DeskState,
  deskReducer,
  EMPTY_DRAFT,
  FIRST_STATE,
  type Outcome,
} from "./desk-state";
import { forgetDraft, keepDraft, keptDraft } from "./drafts";
import { useLease } from "./use-lease";

export interface DeskActions {
  dispatch: Dispatch<DeskEvent>;
  claim: () => void;
  /** Asks whether something waits by now, without a word on screen. */
  claimQuietly: () => void;
  approve: () => void;
  /** Blocks under the draft's categories, or under these. */
  block: (categories?: Category[]) => void;
  escalate: (reason: string) => void;
  skip: () => void;
  undo: () => void;
  undoOver: () => void;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "Something went wrong.");
const isStale = (error: unknown) => error instanceof ApiError && [404, 409].includes(error.status);

/** The desk at work: claims, keeps the lease, sends decisions, rolls back what the server refuses. */
export function useDesk(): [DeskState, DeskActions] {
  const [state, dispatch] = useReducer(deskReducer, FIRST_STATE);
  const latest = useRef(state);
  latest.current = state;
  const left = useRef(false);
  const underway = useRef<Promise<void>>(Promise.resolve());

  const take = useCallback((task: DeskTask | null) => {
    if (!task) return dispatch({ type: "empty" });
    if (left.current) return void releaseTask(task).catch(() => {});
    dispatch({ type: "claimed", task, draft: keptDraft(task.item.id) });
  }, []);

  const claim = useCallback(() => {
    underway.current = claimTask().then(take, (error) => {
      // While nothing waits the desk asks again by itself; a miss then is not worth a word.
      if (latest.current.phase.name !== "empty") dispatch({ type: "failed", message: messageOf(error) });
    });
    return underway.current;
  }, [take]);

  /** Sends one action about the item at hand; on success the next item, on refusal this one again. */
  const send = useCallback(
    async (outcome: Outcome, action: (task: DeskTask) => Promise<void>) => {
      const { phase, task } = latest.current;
      if (phase.name !== "judging" || !task) return;
      dispatch({ type: "sent", outcome });
      // The reducer's next state is not rendered yet; a second press must find it all the same.
      latest.current = { ...latest.current, phase: { name: "claiming", sent: outcome } };
      try {
        await action(task);
      } catch (error) {
        return dispatch({ type: isStale(error) ? "lost" : "refused", message: messageOf(error) });
      }
      forgetDraft(task.item.id);
      await claim();
    },
    [claim],
  );

  const decide = useCallback(
    (outcome: "APPROVE" | "BLOCK", categories: Category[]) => {
      const { task, draft } = latest.current;
      const missing = missingFrom(outcome, categories, task, draft.note);
      if (missing) return dispatch({ type: "problem", message: missing });
      void send(outcome, async (held) => {
        const body = { decision: outcome, categories, note: draft.note.trim() };
        const { decisionId, undoUntil } = await decideTask(held, body);
        const undo = { decisionId, until: undoUntil, outcome, itemId: held.item.id, draft };
        dispatch({ type: "undoable", undo });
      });
    },
    [send],
  );

  const undo = useCallback(async () => {
    const { undo: last } = latest.current;
    if (!last) return;
    dispatch({ type: "undoable", undo: null });
    await underway.current;
    const { task, phase } = latest.current;
    try {
      const back = await undoDecision(last.decisionId);
      if (task && phase.name === "judging") void releaseTask(task).catch(() => {});
      keepDraft(last.itemId, last.draft);
      take(back);
    } catch (error) {
      dispatch({ type: "problem", message: messageOf(error) });
    }
  }, [take]);

  const actions = useMemo<DeskActions>(
    () => ({
      dispatch,
      claim: () => {
        dispatch({ type: "claiming" });
        void claim();
      },
      claimQuietly: () => void claim(),
      approve: () => decide("APPROVE", []),
      block: (categories) => decide("BLOCK", categories ?? latest.current.draft.categories),
      escalate: (reason) => void send("ESCALATE", (task) => escalateTask(task, reason)),
      skip: () => void send("SKIP", (task) => skipTask(task)),
      undo: () => void undo(),
      undoOver: () => dispatch({ type: "undoable", undo: null }),
    }),
    [claim, decide, send, undo],
  );

  useEffect(() => {
    const { task, draft } = state;
    if (task && draft !== EMPTY_DRAFT) keepDraft(task.item.id, draft);
  }, [state]);

  useStay(latest, left, claim);
  useLease(state, dispatch);
  return [state, actions];
}

/** Why a decision cannot be sent yet, in words; null when it can. */
function missingFrom(outcome: Outcome, categories: Category[], task: DeskTask | null, note: string) {
  if (task?.kind === "appeal" && note.trim() === "")
    return "Answer the appeal first: press N and give the author your reason.";
  if (outcome === "BLOCK" && categories.length === 0)
    return "Pick at least one category with 1 to 9: the author is told which rule was broken.";
  return null;
}

/** Claims on arrival; gives the item back when the page is left, closed or put to sleep by the browser. */
function useStay(latest: { current: DeskState }, left: { current: boolean }, claim: () => Promise<void>) {
  useEffect(() => {
    left.current = false;
    void claim();
    const giveBack = () => {
      const { task, phase } = latest.current;
      if (task && phase.name === "judging") void releaseTask(task).catch(() => {});
    };
    const onPageShow = (event: PageTransitionEvent) => {
      if (event.persisted) void claim();
    };
    window.addEventListener("pagehide", giveBack);
    window.addEventListener("pageshow", onPageShow);
    return () => {
      left.current = true;
      giveBack();
      window.removeEventListener("pagehide", giveBack);
      window.removeEventListener("pageshow", onPageShow);
    };
  }, [claim, latest, left]);
}
