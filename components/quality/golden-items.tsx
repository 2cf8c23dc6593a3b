"use client";

import { Award } from "lucide-react";
import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { useToast } from "#components/ui/toast";
import { usePreferences } from "#lib/client/preferences";
import { useGolden, useRetireGolden } from "#lib/client/quality";
import type { Interval } from "#lib/domain/agreement";
import { rateWithInterval } from "#lib/domain/agreement";
import { CATEGORY_TITLES } from "#lib/domain/taxonomy";
import { IntervalBar } from "./interval-bar";

/** Items whose right answer is known, copies of which are mixed into people's work. */
export function GoldenItems({ served, right }: { served: number; right: Interval | null }) {
  const { data, error, refetch } = useGolden();
  const retire = useRetireGolden();
  const toast = useToast();
  const { blur } = usePreferences();
  const summary =
    served === 0
      ? "Copies are mixed into the work, where nothing tells them apart. Add one on the page of any item."
      : `Copies are mixed into the work, where nothing tells them apart. ${served.toLocaleString("en-GB")} answered in this time.`;
  return (
    <Card
      title="Golden items"
      description={summary}
      actions={right && <IntervalBar interval={right} from={0} to={1} />}
      flush
    >
      {error && !data && <ErrorState message={error.message} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="m-4 h-16" />}
      {data?.items.length === 0 && (
        <EmptyState icon={<Award aria-hidden />} title="No golden items yet">
          Posts whose right answer is beyond doubt, mixed in unseen. Open an item that you are sure of and
          press “Make this a golden item”; twenty of different kinds are a good start.
        </EmptyState>
      )}
      {data && data.items.length > 0 && (
        <Table label="Golden items">
          <Thead>
            <tr>
              <Th className="w-full">Post</Th>
              <Th>Right answer</Th>
              <Th numeric>Answered</Th>
              <Th>Rightly</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </tr>
          </Thead>
          <Tbody>
            {data.items.map((item) => (
              <Tr key={item.itemId}>
                <Td className="min-w-64 max-w-0">
                  <span
                    dir="auto"
                    className={blur ? "block truncate blur-[5px] hover:blur-none" : "block truncate"}
                  >
                    {item.excerpt}
                  </span>
                  {item.note && <span className="block text-faint text-xs">{item.note}</span>}
                </Td>
                <Td className="whitespace-nowrap">
                  <Badge tone={item.decision === "BLOCK" ? "block" : "approve"}>
                    {item.decision === "BLOCK"
                      ? `Block: ${item.categories.map((category) => CATEGORY_TITLES[category]).join(", ")}`
                      : "Approve"}
                  </Badge>
                </Td>
                <Td numeric>{item.served}</Td>
                <Td>
                  <IntervalBar interval={rateWithInterval(item.right, item.served)} from={0} to={1} />
                </Td>
                <Td className="text-right">
                  <Button
                    size="sm"
                    variant="ghost"
                    busy={retire.isPending && retire.variables === item.itemId}
                    onClick={() =>
                      retire.mutate(item.itemId, {
                        onSuccess: () => toast.show({ tone: "success", message: "It is served no more." }),
                        onError: (problem) => toast.show({ tone: "error", message: problem.message }),
                      })
                    }
                  >
                    Retire
                  </Button>
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Card>
  );
}
