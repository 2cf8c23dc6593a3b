"use client";

import { ChevronRight, CircleCheck, Clock, OctagonX, RotateCw } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button, IconButton } from "#components/ui/button";
import { ErrorState, Skeleton } from "#components/ui/feedback";
import { Pagination } from "#components/ui/pagination";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useToast } from "#components/ui/toast";
import { ago, dateTime, useNow } from "#lib/client/time";
import { useDeliveries, useSendAgain } from "#lib/client/webhooks";
import type { Delivery } from "#lib/domain/webhooks";

const STATES = {
  pending: { tone: "flag", word: "Waiting", icon: Clock },
  delivered: { tone: "approve", word: "Delivered", icon: CircleCheck },
  failed: { tone: "block", word: "Given up", icon: OctagonX },
} as const;

interface DeliveryLogProps {
  /** An endpoint's id, or `callbacks`. */
  id: string;
  open: boolean;
  onToggle: (open: boolean) => void;
}

/** What was sent to one receiver, unfolded when asked for. */
export function DeliveryLog({ id, open, onToggle }: DeliveryLogProps) {
  return (
    <>
      <Button variant="ghost" size="sm" aria-expanded={open} onClick={() => onToggle(!open)} className="m-2">
        {open ? "Hide what was sent" : "Show what was sent"}
      </Button>
      {open && <Deliveries id={id} />}
    </>
  );
}

/** Attempt by attempt; follows what is on its way. */
function Deliveries({ id }: { id: string }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeliveries(id, {});
  if (error && !data) return <ErrorState message={error.message} onRetry={refetch} />;
  if (!data) return <Skeleton className="m-4 h-24" />;
  const deliveries = data.pages.flatMap((page) => page.deliveries);
  if (deliveries.length === 0) return <p className="px-4 pb-4 text-faint text-sm">Nothing was sent yet.</p>;
  return (
    <>
      <Table label="Events sent">
        <Thead>
          <tr>
            <Th>
              <span className="sr-only">Details</span>
            </Th>
            <Th>State</Th>
            <Th>Event</Th>
            <Th>About</Th>
            <Th numeric>Attempts</Th>
            <Th>When</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </tr>
        </Thead>
        <Tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </Tbody>
      </Table>
      <div className="px-4 py-3">
        <Pagination
          summary={`${deliveries.length} shown`}
          hasMore={hasNextPage}
          busy={isFetchingNextPage}
          onMore={() => fetchNextPage()}
        />
      </div>
    </>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const [open, setOpen] = useState(false);
  const now = useNow();
  const again = useSendAgain();
  const toast = useToast();
  const { state, type, eventId, attempts, createdAt, nextAt } = delivery;
  const { tone, word, icon: Shape } = STATES[state];
  const last = attempts.at(-1);
  return (
    <>
      <Tr>
        <Td className="w-8">
          <IconButton
            size="sm"
            label={`${open ? "Hide details" : "Details"} of ${eventId}`}
            aria-expanded={open}
            icon={<ChevronRight aria-hidden className={open ? "size-4 rotate-90" : "size-4"} />}
            onClick={() => setOpen(!open)}
          />
        </Td>
        <Td>
          <Badge tone={tone} icon={<Shape aria-hidden className="size-3" />}>
            {word}
          </Badge>
          {state !== "delivered" && last?.error && (
            <span className="mt-0.5 block max-w-72 text-faint text-xs">{last.error}</span>
          )}
        </Td>
        <Td className="whitespace-nowrap font-mono text-xs">{type}</Td>
        <Td className="whitespace-nowrap font-mono text-faint text-xs">{delivery.subject}</Td>
        <Td numeric>{attempts.length}</Td>
        <Td className="tabular whitespace-nowrap text-soft">
          {now > 0 && ago(createdAt, now)}
          {nextAt && attempts.length > 0 && now > 0 && (
            <span className="block text-faint text-xs">
              {ago(nextAt, now) === "just now" ? "next try at once" : `next try ${ago(nextAt, now)}`}
            </span>
          )}
        </Td>
        <Td className="text-right">
          {state !== "pending" && (
            <Button
              size="sm"
              variant="ghost"
              busy={again.isPending}
              icon={<RotateCw aria-hidden className="size-3.5" />}
              aria-label={`Send again: ${eventId}`}
              onClick={() =>
                again.mutate(delivery.id, {
                  onError: (error) => toast.show({ tone: "error", message: error.message }),
                })
              }
            >
              Send again
            </Button>
          )}
        </Td>
      </Tr>
      {open && (
        <tr className="bg-sunken/50">
          <td colSpan={7} className="px-4 py-3">
            <DeliveryDetails delivery={delivery} />
          </td>
        </tr>
      )}
    </>
  );
}

function DeliveryDetails({ delivery: { eventId, payload, attempts, address } }: { delivery: Delivery }) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <div className="min-w-0">
        <h3 className="mb-1.5 font-semibold text-faint text-xs">Attempts</h3>
        {attempts.length === 0 && <p className="text-faint text-sm">None yet.</p>}
        <ol className="flex flex-col gap-1 text-sm">
          {attempts.map(({ at, ms, status, error }) => (
            <li key={at} className="tabular flex flex-wrap gap-x-3">
              <time dateTime={at} className="text-faint">
                {dateTime(at)}
              </time>
              <span className="font-medium">{error ?? `${status} in ${ms} ms`}</span>
            </li>
          ))}
        </ol>
        <dl className="mt-3 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-xs">
          <dt className="text-faint">webhook-id</dt>
          <dd className="break-all font-mono">{eventId}</dd>
          {address && (
            <>
              <dt className="text-faint">Address</dt>
              <dd className="break-all font-mono">{address}</dd>
            </>
          )}
        </dl>
      </div>
      <div className="min-w-0">
        <h3 className="mb-1.5 font-semibold text-faint text-xs">Body</h3>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-72 overflow-auto whitespace-pre-wrap break-words rounded-md border border-line bg-surface p-3 font-mono text-xs"
        >
          {JSON.stringify(JSON.parse(payload), null, 2)}
        </pre>
      </div>
    </div>
  );
}
