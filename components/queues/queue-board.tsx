"use client";

import clsx from "clsx";
import { Inbox, Radio, Settings2, Unplug } from "lucide-react";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { type Connection, useQueues } from "#lib/client/queues";
import { ago, useNow } from "#lib/client/time";
import type { QueueOverview } from "#lib/domain/desk";
import { QueueTable } from "./queue-table";
import { outlookOf, totalsOf } from "./totals";

/** The state of the queues, live. */
export function QueueBoard({ maySetUp }: { maySetUp: boolean }) {
  const { overview, connection, problem } = useQueues();
  return (
    <>
      <PageHeader
        title="Queues"
        description="What waits for people, how long it has waited, and when it is due."
        actions={
          <>
            <Liveness connection={connection} at={overview?.at ?? null} />
            {maySetUp && (
              <LinkButton href="/settings/queues" icon={<Settings2 aria-hidden className="size-4" />}>
                Set up queues
              </LinkButton>
            )}
          </>
        }
      />
      {connection === "lost" && overview && (
        <Notice tone="warning" title="The connection is lost" className="mb-4">
          {problem} The figures below are the last that arrived; they refresh by themselves once the server
          answers.
        </Notice>
      )}
      {overview ? (
        <Figures overview={overview} />
      ) : connection === "lost" ? (
        <ErrorState message={problem} />
      ) : (
        <Loading />
      )}
    </>
  );
}

const CONNECTIONS: Record<Connection, string> = {
  connecting: "Connecting",
  live: "Live",
  polling: "Every 5 seconds",
  lost: "Not connected",
};

function Liveness({ connection, at }: { connection: Connection; at: string | null }) {
  const now = useNow();
  const Shape = connection === "lost" ? Unplug : Radio;
  return (
    <p role="status" className="inline-flex items-center gap-1.5 text-faint text-xs">
      <Shape
        aria-hidden
        className={clsx(
          "size-3.5",
          connection === "live" && "text-approve",
          connection === "lost" && "text-block",
        )}
      />
      {CONNECTIONS[connection]}
      {at && connection !== "live" && now > 0 && <span>· as of {ago(at, now)}</span>}
    </p>
  );
}

function Figures({ overview }: { overview: QueueOverview }) {
  const totals = totalsOf(overview);
  const facts = [
    { label: "waiting", value: totals.waiting },
    { label: "overdue", value: totals.overdue, alarm: totals.overdue > 0 },
    { label: "being reviewed", value: totals.leased },
    { label: "reviewers active", value: overview.reviewersActive },
    { label: "decided in the last hour", value: overview.decidedLastHour },
    { label: "arrived in the last hour", value: overview.arrivedLastHour },
  ];
  return (
    <div className="flex flex-col gap-5">
      <dl className="grid grid-cols-2 overflow-hidden rounded-lg border border-line bg-line shadow-panel [gap:1px] sm:grid-cols-3 lg:grid-cols-6">
        {facts.map(({ label, value, alarm }) => (
          <div key={label} className="flex flex-col-reverse bg-surface px-4 py-3">
            <dt className="text-faint text-xs">{label}</dt>
            <dd className={clsx("tabular font-semibold text-2xl tracking-tight", alarm && "text-block-ink")}>
              {value.toLocaleString("en-GB")}
            </dd>
          </div>
        ))}
      </dl>
      <OutlookWords overview={overview} />
      <Card flush>
        {overview.queues.length > 0 ? (
          <QueueTable queues={overview.queues} />
        ) : (
          <EmptyState icon={<Inbox aria-hidden />} title="Every queue is empty">
            New items appear here the moment a post needs a person.
          </EmptyState>
        )}
      </Card>
      <p>
        <LinkButton href="/review" variant="primary">
          Review the next item
        </LinkButton>
      </p>
    </div>
  );
}

/** Where this leads, before it does. */
function OutlookWords({ overview }: { overview: QueueOverview }) {
  const { pace, drain, warning, staffing } = outlookOf(overview);
  const words = [pace, drain, warning ? null : staffing].filter(Boolean).join(" ");
  return (
    <div className="flex flex-col gap-3">
      {warning && (
        <Notice tone="warning" title={warning}>
          {staffing}
        </Notice>
      )}
      <p className="text-soft text-sm">{words}</p>
    </div>
  );
}

function Loading() {
  return (
    <div role="status" className="flex flex-col gap-5">
      <span className="sr-only">Loading the queues</span>
      <Skeleton className="h-18 rounded-lg" />
      <Skeleton className="h-48 rounded-lg" />
    </div>
  );
}
