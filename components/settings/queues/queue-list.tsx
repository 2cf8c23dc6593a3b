"use client";

import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { Badge } from "#components/ui/badge";
import { IconButton } from "#components/ui/button";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useToast } from "#components/ui/toast";
import { useOrderQueues } from "#lib/client/queue-rules";
import { type DeskQueue, GENERAL_QUEUE } from "#lib/domain/queue-rules";
import { ruleWords } from "./rule-words";

interface QueueListProps {
  queues: DeskQueue[];
  onEdit: (queue: DeskQueue) => void;
  onRetire: (queue: DeskQueue) => void;
}

/** The queues in the order in which they are tried, and the general one, which takes the rest. */
export function QueueList({ queues, onEdit, onRetire }: QueueListProps) {
  const order = useOrderQueues();
  const toast = useToast();
  // The arrows are never disabled for the browser, which would take the focus from who presses them again and again.
  const move = (place: number, by: -1 | 1) => {
    const to = place + by;
    if (order.isPending || to < 0 || to >= queues.length) return;
    const names = queues.map(({ name }) => name);
    const [name] = names.splice(place, 1);
    names.splice(to, 0, name as string);
    order.mutate(names, { onError: (error) => toast.show({ tone: "error", message: error.message }) });
  };
  return (
    <Table label="Queues by rule">
      <Thead>
        <tr>
          <Th>Queue</Th>
          <Th className="w-full">Takes an item when</Th>
          <Th>Opinions</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </Thead>
      <Tbody>
        {queues.map((queue, place) => (
          <Tr key={queue.name}>
            <Td className="whitespace-nowrap align-top font-medium">
              <span className="tabular text-faint">{place + 1}.</span> {queue.name}
            </Td>
            <Td className="min-w-56 align-top text-soft">
              {ruleWords(queue.rule)}
              <span className="mt-1 flex flex-wrap gap-1.5 empty:hidden">
                {queue.blindModel && <Badge>scores hidden</Badge>}
                {queue.trainedOnly && <Badge tone="accent">trained people</Badge>}
              </span>
            </Td>
            <Td className="whitespace-nowrap align-top">{queue.opinions ?? "by category"}</Td>
            <Td className="whitespace-nowrap align-top">
              <IconButton
                label={`Try ${queue.name} earlier`}
                aria-disabled={place === 0}
                icon={<ArrowUp aria-hidden className="size-4" />}
                onClick={() => move(place, -1)}
              />
              <IconButton
                label={`Try ${queue.name} later`}
                aria-disabled={place === queues.length - 1}
                icon={<ArrowDown aria-hidden className="size-4" />}
                onClick={() => move(place, 1)}
              />
              <IconButton
                label={`Change ${queue.name}`}
                icon={<Pencil aria-hidden className="size-4" />}
                onClick={() => onEdit(queue)}
              />
              <IconButton
                label={`Retire ${queue.name}`}
                icon={<Trash2 aria-hidden className="size-4" />}
                onClick={() => onRetire(queue)}
              />
            </Td>
          </Tr>
        ))}
        <Tr>
          <Td className="whitespace-nowrap font-medium">{GENERAL_QUEUE}</Td>
          <Td className="text-faint">
            {queues.length === 0
              ? "every item: there is no other queue yet"
              : "whatever no queue above takes"}
          </Td>
          <Td className="whitespace-nowrap">by category</Td>
          <Td />
        </Tr>
      </Tbody>
    </Table>
  );
}
