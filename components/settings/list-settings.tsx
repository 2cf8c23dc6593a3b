"use client";

import { ListFilter, Plus } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { useListEntries } from "#lib/client/lists";
import type { ListQuery } from "#lib/domain/lists";
import { AddEntriesDialog } from "./add-entries-dialog";
import { ListFilters } from "./list-filters";
import { ListTable } from "./list-table";

/** Words and patterns that decide before any model is asked. */
export function ListSettings() {
  const [filter, setFilter] = useState<Omit<ListQuery, "cursor">>({});
  const [adding, setAdding] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useListEntries(
    useDeferredValue(filter),
  );
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const last = data?.pages.at(-1);
  return (
    <>
      <PageHeader
        title="Lists"
        description="Words, phrases and patterns that block, flag or let pass, whatever the models say. Spelling tricks are seen through. A saved entry is in force within five seconds."
        actions={
          <Button
            variant="primary"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => setAdding(true)}
          >
            Add entries
          </Button>
        }
      />
      <ListFilters filter={filter} onChange={setFilter} />
      {error && !data && <ErrorState message={error.message} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-64" />}
      {last && (
        <div className="flex flex-col gap-3">
          <Card flush>
            {entries.length > 0 ? (
              <ListTable entries={entries} />
            ) : (
              <EmptyState
                icon={<ListFilter aria-hidden />}
                title={last.total === 0 ? "No entries yet" : "Nothing fits"}
              >
                {last.total === 0
                  ? "Add the words that your community always or never wants to see."
                  : `${last.total} entries are in force; none fits these filters.`}
              </EmptyState>
            )}
          </Card>
          <Pagination
            summary={`${entries.length} shown of ${last.total} in force, version ${last.version}`}
            hasMore={hasNextPage}
            busy={isFetchingNextPage}
            onMore={() => fetchNextPage()}
          />
        </div>
      )}
      {adding && <AddEntriesDialog onClose={() => setAdding(false)} />}
    </>
  );
}
