"use client";

import { type Dispatch, useCallback, useEffect, useMemo, useReducer, useRef, useState } from "react";
import { decideTogether } from "#lib/client/cluster";
import { ApiError, serverNow } from "#lib/client/fetch";
import { takeLeftItem } from "#lib/client/left-item";
import {
  claimTask,
  decideTask,
  escalateTask,
  type Lease,
  releaseTask,
  skipTask,
  takeTask,
  undoDecision,
} from "#lib/client/tasks";
import type { ClusterMember } from "#lib/domain/cluster";
import type { DecideBody, DeskTask } from "#lib/domain/desk";
import { LEASE_SECONDS } from "#lib/domain/desk-times";
import type { Reason } from "#lib/domain/policy-tree";
import type { Category } from "#lib/domain/terms";
import { LEFT_WORDS } from "./cluster-choice";
import {
  type DeskEvent,
  type DeskState,
  type Draft,
  deskReducer,
  EMPTY_DRAFT,
  FIRST_STATE,
  type Outcome,
  type Undoable,
  underReason,
} from "./desk-state";
import { forgetDraft, keepDraft, keptDraft } from "./drafts";
import { type Ready, Reserve } from "./reserve";
import { useLease, usePresence } from "./use-lease";
import { useStay } from "./use-stay";

/** What is decided about several items at once. */
export type TogetherRuling = Omit<DecideBody, "leaseToken" | "message">;

export interface DeskActions {
  dispatch: Dispatch<DeskEvent>;
  claim: () => void;
  /** Asks whether something waits by now, without a word on screen. */
  claimQuietly: () => void;
  approve: () => void;
  /** Blocks under the draft's categories, or under these. */
  block: (categories?: Category[]) => void;
  /** Blocks under this clause at once. */
  blockUnder: (reason: Reason) => void;
  /** Decides the item at hand and these near-duplicates of it. */
  together: (ruling: TogetherRuling, members: ClusterMember[]) => void;
  escalate: (reason: string) => void;
  skip: (reason: string) => void;
  undo: () => void;
  undoOver: () => void;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : "Something went wrong.");
const isStale = (error: unknown) => error instanceof ApiError && [404, 409].includes(error.status);

/** Without a sign of life for so long no next item is kept ready: others may want it. */
const RESERVE_WHILE_SEEN_MS = 60_000;

/** The desk at work: claims, keeps the next item ready, sends decisions, rolls back what the server refuses. */
export function useDesk(): [DeskState, DeskActions] {
  const [state, dispatch] = useReducer(deskReducer, FIRST_STATE);
  const latest = useRef(state);
  latest.current = state;
  const left = useRef(false);
  const underway = useRef<Promise<unknown>>(Promise.resolve());
  /** The last decision that can be taken back: known here before it is on screen, for those who press U at once. */
  const undoable = useRef<Undoable | null>(null);
  /** The lease of the item on the desk, once the server has given it. */
  const held = useRef<Promise<Lease> | null>(null);
  const lastSeen = usePresence();
  const [reserve] = useState(
    () =>
      new Reserve(
        () =>
          latest.current.phase.name === "judging" &&
          document.visibilityState === "visible" &&
          Date.now() - lastSeen.current < RESERVE_WHILE_SEEN_MS,
      ),
  );

  /** Puts an item on the desk that this person holds. */
  const take = useCallback(
    (task: DeskTask | null, sent?: Outcome) => {
      if (!task) return dispatch({ type: "empty" });
      if (left.current) return void releaseTask(task).catch(() => {});
      held.current = Promise.resolve(task);
      dispatch({ type: "claimed", task, draft: keptDraft(task.item.id), sent });
      void reserve.ask(held.current);
    },
    [reserve],
  );

  const claim = useCallback(
    (sent?: Outcome) =>
      claimTask(takeLeftItem()).then(
        (task) => take(task, sent),
        (error) => {
          // While nothing waits the desk asks again by itself; a miss then is not worth a word.
          if (latest.current.phase.name !== "empty") dispatch({ type: "failed", message: messageOf(error) });
        },
      ),
    [take],
  );

  /** Paints the item that was kept ready; its lease is asked for at the same time. */
  const advance = useCallback(
    ({ task, held: mine }: Ready, sent?: Outcome) => {
      const lease = mine ?? takeTask(task).then(({ leaseToken }) => ({ id: task.id, leaseToken }));
      held.current = lease;
      dispatch({ type: "claimed", task, draft: keptDraft(task.item.id), sent });
      lease.then(
        ({ leaseToken }) => dispatch({ type: "lease", id: task.id, until: leaseEnd(), leaseToken }),
        (error) => {
          if (held.current === lease) dispatch({ type: "lost", message: messageOf(error) });
        },
      );
      void reserve.ask(lease);
    },
    [reserve],
  );

  /**
   * Sends one action about the item at hand and paints the next one meanwhile. When the server refuses, the item
   * comes back as it was, and the one painted instead waits its turn.
   */
  const send = useCallback(
    (outcome: Outcome, action: (task: DeskTask) => Promise<void>) => {
      const { phase, task, draft } = latest.current;
      const lease = held.current;
      if (phase.name !== "judging" || !task || !lease) return dispatch({ type: "early" });
      const next = reserve.take();
      // The next state is not rendered yet; a second press before that must find it all the same.
      latest.current = { ...latest.current, phase: { name: "claiming", sent: outcome } };
      if (next) advance(next, outcome);
      else dispatch({ type: "sent", outcome });
      const before = underway.current;
      const run = async () => {
        try {
          await action({ ...task, ...(await lease) });
        } catch (error) {
          const now = latest.current;
          const other = now.task && now.task.id !== task.id && now.phase.name === "judging" ? now.task : null;
          if (other) reserve.put({ task: other, held: held.current });
          held.current = lease;
          keepDraft(task.item.id, draft);
          return dispatch({ type: "refused", task, draft, message: messageOf(error), stale: isStale(error) });
        }
        forgetDraft(task.item.id);
        if (next) return;
        await reserve.settled();
        const ready = reserve.take();
        if (ready) advance(ready, outcome);
        else await claim(outcome);
      };
      underway.current = Promise.all([before, run()]);
    },
    [advance, claim, reserve],
  );

  const decide = useCallback(
    (outcome: "APPROVE" | "BLOCK", draft: Draft) => {
      const { phase, task } = latest.current;
      if (phase.name !== "judging") return dispatch({ type: "early" });
      const missing = missingFrom(outcome, draft.categories, task, draft.note);
      if (missing) return dispatch({ type: "problem", message: missing });
      send(outcome, async (mine) => {
        const { categories, clause, severity, message } = draft;
        const ground = outcome === "BLOCK" ? { categories, clause, severity, message } : { categories: [] };
        const body = { decision: outcome, ...ground, note: draft.note.trim() };
        const { decisionId, undoUntil } = await decideTask(mine, body);
        undoable.current = { decisionId, until: undoUntil, outcome, itemId: mine.item.id, draft };
        dispatch({ type: "undoable", undo: undoable.current });
      });
    },
    [send],
  );

  const together = useCallback(
    (ruling: TogetherRuling, members: ClusterMember[]) => {
      const { phase, task, draft } = latest.current;
      if (phase.name !== "judging" || !task) return;
      // The next item may be one of these, and until they are decided another one may come as the next.
      const ahead = reserve.take();
      reserve.close();
      if (ahead && !members.some(({ taskId }) => taskId === ahead.task.id)) reserve.put(ahead);
      send(ruling.decision, async (mine) => {
        try {
          const answer = await decideTogether(mine, {
            ...ruling,
            members: members.map(({ taskId, leaseToken }) => ({ taskId, leaseToken })),
          });
          const leftOut = answer.leftOut.map(({ taskId, reason }) => {
            const name = members.find((member) => member.taskId === taskId)?.contentId;
            return `${name} ${LEFT_WORDS[reason]}`;
          });
          undoable.current = {
            ...{ decisionId: answer.decisionId, until: answer.undoUntil, outcome: ruling.decision },
            ...{ itemId: task.item.id, draft, together: { decided: answer.decided, leftOut } },
          };
          dispatch({ type: "undoable", undo: undoable.current });
        } finally {
          if (!left.current) reserve.open();
          void reserve.ask(Promise.resolve());
        }
      });
    },
    [reserve, send],
  );

  const undo = useCallback(async () => {
    await underway.current;
    const last = undoable.current;
    if (!last) return;
    undoable.current = null;
    dispatch({ type: "undoable", undo: null });
    const { task, phase } = latest.current;
    try {
      const back = await undoDecision(last.decisionId);
      if (task && phase.name === "judging") reserve.put({ task, held: held.current });
      keepDraft(last.itemId, last.draft);
      take(back);
    } catch (error) {
      dispatch({ type: "problem", message: messageOf(error) });
    }
  }, [reserve, take]);

  const actions = useMemo<DeskActions>(
    () => ({
      dispatch,
      claim: () => {
        dispatch({ type: "claiming" });
        const ready = reserve.take();
        if (ready) advance(ready);
        else underway.current = claim();
      },
      claimQuietly: () => {
        underway.current = claim();
      },
      approve: () => decide("APPROVE", { ...latest.current.draft, categories: [] }),
      block: (categories) => {
        const { draft } = latest.current;
        decide("BLOCK", categories ? { note: draft.note, categories } : draft);
      },
      blockUnder: (reason) => decide("BLOCK", underReason(latest.current.draft, reason)),
      together,
      escalate: (reason) => {
        const to = latest.current.escalateTo ?? undefined;
        send("ESCALATE", (task) => escalateTask(task, reason, to));
      },
      skip: (reason) => send("SKIP", (task) => skipTask(task, reason)),
      undo: () => void undo(),
      undoOver: () => {
        undoable.current = null;
        dispatch({ type: "undoable", undo: null });
      },
    }),
    [advance, claim, decide, reserve, send, together, undo],
  );

  useEffect(() => {
    const { task, draft } = state;
    if (task && draft !== EMPTY_DRAFT) keepDraft(task.item.id, draft);
  }, [state]);

  useStay({ latest, left, held, reserve, claim });
  useLease(state, dispatch);
  return [state, actions];
}

/** When a lease that was given just now ends; the first heartbeat makes it exact. */
const leaseEnd = () => new Date(serverNow() + LEASE_SECONDS * 1000).toISOString();

/** Why a decision cannot be sent yet, in words; null when it can. */
function missingFrom(outcome: Outcome, categories: Category[], task: DeskTask | null, note: string) {
  if (task?.kind === "appeal" && note.trim() === "")
    return "Answer the appeal first: the author reads your reason. Write it into the note.";
  if (outcome === "BLOCK" && categories.length === 0)
    return "Pick at least one category with 1 to 9: the author is told which rule was broken.";
  return null;
}
