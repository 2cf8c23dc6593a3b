"use client";

import clsx from "clsx";
import { CircleHelp, Clock, Globe, Scale, Search, Users } from "lucide-react";
import type { ReactNode } from "react";
import { languageName } from "#components/content/item-facts";
import { Viewers } from "#components/content/viewers";
import { Badge, PriorityBadge } from "#components/ui/badge";
import { IconButton } from "#components/ui/button";
import { ago, clock, deadline, useNow } from "#lib/client/time";
import type { DeskTask } from "#lib/domain/desk";
import { ViewMenu } from "./view-menu";

const KINDS: Record<DeskTask["kind"], { word: string; icon: ReactNode } | null> = {
  review: null,
  appeal: { word: "Appeal", icon: <Scale aria-hidden className="size-3" /> },
  spot_check: { word: "Spot check", icon: <Search aria-hidden className="size-3" /> },
};

const DUE_INK = {
  ahead: "text-faint",
  soon: "font-medium text-flag-ink",
  over: "font-medium text-block-ink",
};

/** Below this many seconds the rest of the lease is worth attention. */
const LEASE_LOW = 60;

export interface TaskHeaderProps {
  task: DeskTask | null;
  judging: boolean;
  onHelp: () => void;
}

/** What kind of task this is, how pressing, and how long it is ours. */
export function TaskHeader({ task, judging, onHelp }: TaskHeaderProps) {
  return (
    <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface px-4 py-1.5">
      <h1 className="sr-only">Review desk</h1>
      {task ? <TaskFacts task={task} judging={judging} /> : <p className="font-semibold text-sm">Review</p>}
      <div className="ml-auto flex items-center gap-1">
        {task && judging && <Viewers itemId={task.item.id} />}
        <ViewMenu />
        <IconButton
          label="Keyboard map"
          hint="Keyboard map (?)"
          icon={<CircleHelp aria-hidden className="size-4" />}
          onClick={onHelp}
          className="pointer-coarse:hidden"
        />
      </div>
    </header>
  );
}

function TaskFacts({ task, judging }: { task: DeskTask; judging: boolean }) {
  const now = useNow();
  const due = deadline(task.dueAt, now);
  const kind = KINDS[task.kind];
  const { item } = task;
  return (
    <>
      <PriorityBadge priority={task.priority} />
      {kind && (
        <Badge tone="accent" icon={kind.icon}>
          {kind.word}
        </Badge>
      )}
      {task.specialists && <Badge tone="accent">For {task.queue}</Badge>}
      {task.leadsOnly && <Badge tone="accent">For leads</Badge>}
      <span className={clsx("tabular inline-flex items-center gap-1 text-xs", DUE_INK[due.state])}>
        <Clock aria-hidden className="size-3.5" />
        {due.words}
      </span>
      <span className="hidden items-center gap-3 text-faint text-xs sm:flex">
        {item.community && <span className="max-w-40 truncate">{item.community}</span>}
        {item.language && (
          <span className="inline-flex items-center gap-1">
            <Globe aria-hidden className="size-3.5" />
            {languageName(item.language)}
          </span>
        )}
        {item.reach !== null && (
          <span className="tabular inline-flex items-center gap-1">
            <Users aria-hidden className="size-3.5" />
            {item.reach.toLocaleString("en-GB")} reached
          </span>
        )}
        <span>received {ago(item.receivedAt, now)}</span>
      </span>
      {judging && <Lease until={task.leaseUntil} now={now} />}
    </>
  );
}

function Lease({ until, now }: { until: string; now: number }) {
  const left = Date.parse(until) - now;
  const low = left < LEASE_LOW * 1000;
  return (
    <span
      className={clsx("tabular text-xs", low ? "font-medium text-flag-ink" : "hidden text-faint sm:inline")}
      title="While you are at the desk your hold on this item is renewed by itself."
    >
      yours for {clock(left)}
    </span>
  );
}
