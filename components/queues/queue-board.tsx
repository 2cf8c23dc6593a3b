"use client";

import clsx from "clsx";
import { Inbox, Radio, Unplug } from "lucide-react";
import { PriorityBadge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { type Connection, useQueues } from "#lib/client/queues";
import { ago, deadline, useNow } from "#lib/client/time";
import type { QueueOverview } from "#lib/domain/desk";
import { DepthBar } from "./depth-bar";
import { totalsOf } from "./totals";

/** The state of the queues, live. */
export function QueueBoard() {
  const { overview, connection, problem } = useQueues();
  return (
    <>
      <PageHeader
        title="Queues"
        description="What waits for people, how long it has waited, and when it is due."
        actions={<Liveness connection={connection} at={overview?.at ?? null} />}
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
      <p className="text-faint text-sm">{totals.pace}</p>
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

const DUE_INK = { ahead: "", soon: "font-medium text-flag-ink", over: "font-medium text-block-ink" };

function QueueTable({ queues }: { queues: QueueOverview["queues"] }) {
  const now = useNow();
  const longest = Math.max(1, ...queues.map((queue) => queue.waiting + queue.leased));
  return (
    <Table label="Queues">
      <Thead>
        <tr>
          <Th>Priority</Th>
          <Th>Queue</Th>
          <Th numeric>Waiting</Th>
          <Th className="hidden sm:table-cell">
            <span className="sr-only">Share that is overdue or due soon</span>
          </Th>
          <Th numeric>In review</Th>
          <Th numeric>Overdue</Th>
          <Th numeric>Due soon</Th>
          <Th>Next deadline</Th>
          <Th>Oldest</Th>
        </tr>
      </Thead>
      <Tbody>
        {queues.map((queue) => {
          const due = queue.nextDueAt && now > 0 ? deadline(queue.nextDueAt, now) : null;
          return (
            <Tr key={`${queue.queue} ${queue.priority} ${queue.leadsOnly}`}>
              <Td>
                <PriorityBadge priority={queue.priority} />
              </Td>
              <Td className="whitespace-nowrap">
                {queue.queue}
                {queue.leadsOnly && <span className="text-faint"> · for leads</span>}
              </Td>
              <Td numeric>{queue.waiting.toLocaleString("en-GB")}</Td>
              <Td className="hidden w-44 sm:table-cell">
                <DepthBar queue={queue} longest={longest} />
              </Td>
              <Td numeric>{queue.leased.toLocaleString("en-GB")}</Td>
              <Td numeric className={clsx(queue.overdue > 0 && "font-medium text-block-ink")}>
                {queue.overdue.toLocaleString("en-GB")}
              </Td>
              <Td numeric className={clsx(queue.dueSoon > 0 && "font-medium text-flag-ink")}>
                {queue.dueSoon.toLocaleString("en-GB")}
              </Td>
              <Td className={clsx("tabular whitespace-nowrap", due && DUE_INK[due.state])}>
                {due?.words ?? "–"}
              </Td>
              <Td className="tabular whitespace-nowrap">
                {queue.oldestAt && now > 0 ? ago(queue.oldestAt, now) : "–"}
              </Td>
            </Tr>
          );
        })}
      </Tbody>
    </Table>
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
