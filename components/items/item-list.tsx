"use client";

import clsx from "clsx";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { VisibleText } from "#components/content/annotated-text";
import { DecisionBadge } from "#components/ui/badge";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { Pagination } from "#components/ui/pagination";
import { Table, Tbody, Td, Th, Thead, Tr } from "#components/ui/table";
import { type ItemFilter, readFilter, useItems, writeFilter } from "#lib/client/items";
import { usePreferences } from "#lib/client/preferences";
import { ago, dateTime, useNow } from "#lib/client/time";
import type { ItemPage } from "#lib/domain/desk-items";
import { scoreFigure } from "#lib/domain/score-figure";
import { CATEGORY_TITLES } from "#lib/domain/taxonomy";
import { decidedByWords } from "./decided-by";
import { ItemFilters } from "./item-filters";
import { ItemViews } from "./item-views";

/** Items under the filter in the address, which can be shared and bookmarked. */
export function ItemList({ mayExport }: { mayExport: boolean }) {
  const router = useRouter();
  const path = usePathname();
  const filter = readFilter(new URLSearchParams(useSearchParams()));
  const narrowed = writeFilter(filter) !== "";
  const apply = (next: ItemFilter) => {
    const search = writeFilter(next);
    router.push(search ? `${path}?${search}` : path, { scroll: false });
  };
  return (
    <>
      <ItemFilters filter={filter} onChange={apply} />
      <ItemViews filter={filter} mayExport={mayExport} />
      <Results filter={filter} narrowed={narrowed} />
    </>
  );
}

function Results({ filter, narrowed }: { filter: ItemFilter; narrowed: boolean }) {
  const {
    data,
    error,
    isPending,
    isPlaceholderData,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
    refetch,
  } = useItems(filter);
  if (isPending) return <Loading />;
  if (!data) return <ErrorState message={error?.message} onRetry={() => void refetch()} />;
  const items = data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NoItems narrowed={narrowed} />;
  const many = items.length === 1 ? "1 item" : `${items.length.toLocaleString("en-GB")} items`;
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-60" : undefined}>
      <Card flush className="mb-3">
        <ItemTable items={items} />
      </Card>
      <Pagination
        summary={hasNextPage ? `The latest ${many}` : many}
        hasMore={hasNextPage}
        busy={isFetchingNextPage}
        onMore={() => void fetchNextPage()}
      />
    </div>
  );
}

function NoItems({ narrowed }: { narrowed: boolean }) {
  return (
    <Card>
      <EmptyState icon={<SearchX aria-hidden />} title={narrowed ? "No item matches" : "No items yet"}>
        {narrowed
          ? "Words match anywhere in a post; ids, authors and communities match whole. Widen or clear the filter."
          : "Items appear here as soon as a platform sends its first post to the API."}
      </EmptyState>
    </Card>
  );
}

const STATES = { received: "Not judged yet", in_review: "With a person", decided: null };

function ItemTable({ items }: { items: ItemPage["items"] }) {
  const now = useNow();
  const { blur } = usePreferences();
  return (
    <Table label="Items">
      <Thead>
        <tr>
          <Th>Decision</Th>
          <Th className="w-full">Post</Th>
          <Th>Highest score</Th>
          <Th>Author</Th>
          <Th>Community</Th>
          <Th>Received</Th>
        </tr>
      </Thead>
      <Tbody>
        {items.map((item) => (
          <Tr key={item.id} className="relative">
            <Td className="whitespace-nowrap align-top">
              <DecisionBadge decision={item.decision} />
              <span className="mt-0.5 block text-faint text-xs">
                {STATES[item.state] ?? decidedByWords(item.decidedBy)}
              </span>
            </Td>
            <Td className="min-w-64 max-w-0 align-top">
              <Link
                href={`/items/${item.id}`}
                dir="auto"
                className="group block truncate -outline-offset-2 after:absolute after:inset-0 hover:underline"
              >
                <span
                  className={clsx(blur && "blur-[5px] group-hover:blur-none group-focus-visible:blur-none")}
                >
                  {item.excerpt ? <VisibleText text={item.excerpt} /> : "(no text)"}
                </span>
              </Link>
              <span className="block truncate font-mono text-2xs text-faint">{item.contentId}</span>
            </Td>
            <Td className="whitespace-nowrap align-top">
              {item.topCategory && item.topScore !== null ? (
                <>
                  {CATEGORY_TITLES[item.topCategory]}{" "}
                  <span className="tabular text-faint">{scoreFigure(item.topScore)}</span>
                </>
              ) : (
                <span className="text-faint">–</span>
              )}
            </Td>
            <Td className="max-w-36 truncate align-top">
              {item.author ?? <span className="text-faint">–</span>}
            </Td>
            <Td className="max-w-36 truncate align-top">
              {item.community ?? <span className="text-faint">–</span>}
            </Td>
            <Td className="tabular whitespace-nowrap align-top text-faint">
              <time dateTime={item.receivedAt} title={dateTime(item.receivedAt)}>
                {ago(item.receivedAt, now)}
              </time>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function Loading() {
  return (
    <div role="status" className="divide-y divide-line rounded-lg border border-line bg-surface">
      <span className="sr-only">Loading items</span>
      {["a", "b", "c", "d", "e", "f", "g", "h"].map((row) => (
        <div key={row} className="flex items-center gap-6 px-3 py-4">
          <Skeleton className="h-5 w-20 shrink-0" />
          <Skeleton className="h-4 grow" />
          <Skeleton className="hidden h-4 w-40 sm:block" />
        </div>
      ))}
    </div>
  );
}
