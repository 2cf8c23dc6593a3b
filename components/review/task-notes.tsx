"use client";

import clsx from "clsx";
import { MessageSquareQuote, Scale } from "lucide-react";
import { DecisionBadge } from "#components/ui/badge";
import { ago, useNow } from "#lib/client/time";
import { DECIDER_WORDS } from "#lib/domain/decider";
import type { DeskTask } from "#lib/domain/desk";

/** What a colleague asked the leads to look at. */
export function EscalationNote({ escalation }: { escalation: NonNullable<DeskTask["escalation"]> }) {
  return (
    <div className="flex gap-2.5 border-line border-b bg-accent-wash px-4 py-2.5 text-sm md:px-8">
      <MessageSquareQuote aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-ink" />
      <p className="min-w-0 [overflow-wrap:anywhere]">
        <span className="font-medium">Escalated by {escalation.by}: </span>
        <span dir="auto">{escalation.reason}</span>
      </p>
    </div>
  );
}

export interface AppealPanelProps {
  appeal: NonNullable<DeskTask["appeal"]>;
  /** The post is blurred; its author's words may quote it. */
  hidden: boolean;
}

/** The decision under appeal and what its author says about it. */
export function AppealPanel({ appeal, hidden }: AppealPanelProps) {
  const now = useNow();
  return (
    <section aria-label="Appeal" className="border-line border-b bg-accent-wash px-4 py-3 text-sm md:px-8">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Scale aria-hidden className="size-4 text-accent-ink" />
        <DecisionBadge decision={appeal.outcome} />
        <span className="text-soft">
          by {DECIDER_WORDS[appeal.decidedBy]} {ago(appeal.decidedAt, now)}
          {appeal.clause && ` under ${appeal.clause}`}
        </span>
      </p>
      {appeal.note && (
        <p dir="auto" className="mt-1 text-soft">
          Note then: {appeal.note}
        </p>
      )}
      <h2 className="mt-2 font-semibold text-xs">The author says, {ago(appeal.filedAt, now)}</h2>
      <blockquote
        dir="auto"
        className={clsx(
          "mt-1 max-h-36 max-w-[72ch] overflow-y-auto whitespace-pre-wrap border-accent/50 border-s-2 ps-3 [overflow-wrap:anywhere]",
          hidden && "select-none blur-[7px]",
        )}
      >
        {appeal.statement}
      </blockquote>
    </section>
  );
}
