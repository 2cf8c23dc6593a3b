"use client";

import clsx from "clsx";
import { PriorityBadge } from "#components/ui/badge";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { ago, deadline, useNow } from "#lib/client/time";
import type { QueueOverview } from "#lib/domain/desk";
import { DepthBar } from "./depth-bar";

type Queue = QueueOverview["queues"][number];

const DUE_INK = { ahead: "", soon: "font-medium text-flag-ink", over: "font-medium text-block-ink" };
const figure = (value: number) => value.toLocaleString("en-GB");

/** Each queue's depth, deadlines and flow. */
export function QueueTable({ queues }: { queues: Queue[] }) {
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
          <Th numeric>Overdue</Th>
          <Th>Next deadline</Th>
          <Th numeric>
            <span title="Not overdue yet, and not reached in time at the present pace">Will be late</span>
          </Th>
          <Th numeric>In review</Th>
          <Th>Oldest</Th>
          <Th numeric>
            <span title="In the last hour">Arrived</span>
          </Th>
          <Th numeric>
            <span title="In the last hour">Decided</span>
          </Th>
        </tr>
      </Thead>
      <Tbody>
        {queues.map((queue) => (
          <QueueRow
            key={`${queue.queue} ${queue.priority} ${queue.leadsOnly}`}
            queue={queue}
            longest={longest}
          />
        ))}
      </Tbody>
    </Table>
  );
}

function QueueRow({ queue, longest }: { queue: Queue; longest: number }) {
  const now = useNow();
  const due = queue.nextDueAt && now > 0 ? deadline(queue.nextDueAt, now) : null;
  const { willBeLate } = queue;
  return (
    <Tr>
      <Td>
        <PriorityBadge priority={queue.priority} />
      </Td>
      <Td className="whitespace-nowrap">
        {queue.queue}
        {queue.leadsOnly && (
          <span className="text-faint max-sm:block">
            <span className="max-sm:hidden"> · </span>for leads
          </span>
        )}
      </Td>
      <Td numeric>{figure(queue.waiting)}</Td>
      <Td className="hidden w-32 sm:table-cell">
        <DepthBar queue={queue} longest={longest} />
      </Td>
      <Td numeric className={clsx(queue.overdue > 0 && "font-medium text-block-ink")}>
        {figure(queue.overdue)}
      </Td>
      <Td className={clsx("tabular whitespace-nowrap", due && DUE_INK[due.state])}>{due?.words ?? "–"}</Td>
      <Td numeric className={clsx(willBeLate && "font-medium text-flag-ink")}>
        {willBeLate === null ? (
          <span title="Too few decisions in the last hour to say">–</span>
        ) : (
          figure(willBeLate)
        )}
      </Td>
      <Td numeric>{figure(queue.leased)}</Td>
      <Td className="tabular whitespace-nowrap">
        {queue.oldestAt && now > 0 ? ago(queue.oldestAt, now) : "–"}
      </Td>
      <Td numeric>{figure(queue.arrivedLastHour)}</Td>
      <Td numeric>{figure(queue.decidedLastHour)}</Td>
    </Tr>
  );
}
