"use client";

import clsx from "clsx";
import dynamic from "next/dynamic";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/feedback";
import { useCommands } from "#lib/client/commands";
import { ContentPane } from "./content-pane";
import { DecisionBar } from "./decision-bar";
import { DeskAnnouncer } from "./desk-announcer";
import { EscalateTo } from "./escalate-to";
import { ContextPane, EvidencePane } from "./evidence-pane";
import { KeyMapDialog } from "./key-map-dialog";
import { NoItem } from "./no-item";
import { ESCALATION_REASONS, ReasonDialog, SKIP_REASONS } from "./reason-dialog";
import { TaskHeader } from "./task-header";
import { UndoToast } from "./undo-toast";
import { useDesk } from "./use-desk";
import { useDeskCommands } from "./use-desk-commands";
import { useDeskKeys } from "./use-desk-keys";

/** Fetched when first opened. */
const ClusterDialog = dynamic(() => import("./cluster-dialog").then((module) => module.ClusterDialog));
const NotesDialog = dynamic(() => import("./item-dialogs").then((module) => module.NotesDialog));
const AroundDialog = dynamic(() => import("./item-dialogs").then((module) => module.AroundDialog));

/** The review desk: one item, everything needed to judge it, and the keys to do so. */
export function Desk({ organization }: { organization: string }) {
  const [state, actions] = useDesk();
  const [helping, setHelping] = useState(false);
  const pane = useRef<HTMLElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  const message = useRef<HTMLTextAreaElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const { phase, task, mode, shown, undo } = state;
  const { dispatch } = actions;
  const judge = useCallback(() => dispatch({ type: "mode", mode: "judge" }), [dispatch]);
  const help = useCallback(() => setHelping(true), []);
  useCommands(useDeskCommands(actions, { help, note }));
  useDeskKeys(state, actions, { help, note, message, pane });

  // Focus follows the work, so that it never falls to the top of the page; with the paint, so that it is never taken from
  // where somebody quick has gone on to.
  const taskId = task?.id;
  const judging = phase.name === "judging";
  useLayoutEffect(() => {
    // A menu that a person has open keeps the focus: taking it would close what they are using.
    const busy = document.querySelector('[role="menu"][data-state="open"]');
    if (judging && taskId && !busy) pane.current?.focus({ preventScroll: true });
  }, [judging, taskId]);
  useLayoutEffect(() => {
    if (mode === "block") confirm.current?.focus();
    else if (document.activeElement === document.body) pane.current?.focus({ preventScroll: true });
  }, [mode]);

  return (
    <div className="flex min-h-full flex-col lg:h-dvh">
      <TaskHeader task={task} judging={judging} onHelp={help} />
      {phase.name === "lost" && (
        <Notice
          tone="warning"
          title="This item is no longer yours"
          className="mx-4 my-2"
          action={
            <Button size="sm" variant="primary" onClick={actions.claim}>
              Next item
            </Button>
          }
        >
          {phase.message}
        </Notice>
      )}
      {state.restored && judging && (
        <p className="border-line border-b bg-accent-wash px-4 py-1.5 text-accent-ink text-sm">
          What you had written for this item is back.
        </p>
      )}
      <div className="min-h-0 grow">
        {task ? (
          <div
            aria-busy={phase.name === "claiming"}
            className={clsx(
              "lg:grid lg:h-full lg:grid-cols-[minmax(0,1fr)_22.5rem_18rem]",
              phase.name !== "judging" && "opacity-45",
            )}
          >
            <ContentPane
              ref={pane}
              task={task}
              shown={shown}
              revealed={state.revealed}
              onReveal={() => dispatch({ type: "reveal" })}
            />
            <EvidencePane
              task={task}
              shown={shown}
              onShow={(category) => dispatch({ type: "show", category })}
            />
            <ContextPane
              task={task}
              shown={shown}
              onOpen={(layer) => dispatch({ type: "mode", mode: layer })}
            />
          </div>
        ) : (
          <NoItem phase={phase} actions={actions} />
        )}
      </div>
      {task && (
        <DecisionBar
          state={state}
          actions={actions}
          organization={organization}
          noteRef={note}
          messageRef={message}
          confirmRef={confirm}
        />
      )}
      {undo && <UndoToast undo={undo} onUndo={actions.undo} onOver={actions.undoOver} />}
      <ReasonDialog
        title={state.escalateTo ? `Escalate to ${state.escalateTo}` : "Escalate to a lead"}
        description="It leaves your desk and will not come back to you."
        reasons={ESCALATION_REASONS}
        missing="Say in a few words what they should look at."
        verb="Escalate"
        open={mode === "escalate"}
        onClose={judge}
        onSend={actions.escalate}
      >
        <EscalateTo to={state.escalateTo} onChoose={(queue) => dispatch({ type: "escalateTo", queue })} />
      </ReasonDialog>
      <ReasonDialog
        title="Skip"
        description="It goes to a colleague and will not come back to you."
        reasons={SKIP_REASONS}
        missing="Say in a few words why, so that it finds the right person."
        verb="Skip"
        open={mode === "skip"}
        onClose={judge}
        onSend={actions.skip}
      />
      {mode === "together" && task && (
        <ClusterDialog task={task} onClose={judge} onDecide={actions.together} />
      )}
      {mode === "thread" && task && <NotesDialog itemId={task.item.id} onClose={judge} />}
      {mode === "around" && task && <AroundDialog itemId={task.item.id} onClose={judge} />}
      <KeyMapDialog open={helping} mode={mode} onClose={() => setHelping(false)} />
      <DeskAnnouncer state={state} />
    </div>
  );
}
