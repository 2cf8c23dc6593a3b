"use client";

import { Download, ListFilter, Plus, Upload } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { EXCHANGE_FILE, useListEntries } from "#lib/client/lists";
import type { ListQuery } from "#lib/domain/lists";
import { AddEntriesDialog } from "./add-entries-dialog";
import { ImportHashesDialog } from "./import-hashes-dialog";
import { ListFilters } from "./list-filters";
import { ListTable } from "./list-table";

/** Words, patterns and known files that decide before any model is asked. */
export function ListSettings() {
  const [filter, setFilter] = useState<Omit<ListQuery, "cursor">>({});
  const [adding, setAdding] = useState(false);
  const [importing, setImporting] = useState(false);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useListEntries(
    useDeferredValue(filter),
  );
  const entries = data?.pages.flatMap((page) => page.entries) ?? [];
  const last = data?.pages.at(-1);
  return (
    <>
      <PageHeader
        title="Lists"
        description="Words, patterns and known files that block, flag or let pass, whatever the models say. Spelling tricks are seen through, altered pictures recognised. A saved entry is in force within five seconds."
        actions={
          <>
            <Button
              icon={<Download aria-hidden className="size-4" />}
              onClick={() => window.location.assign(EXCHANGE_FILE)}
            >
              Export hashes
            </Button>
            <Button icon={<Upload aria-hidden className="size-4" />} onClick={() => setImporting(true)}>
              Import hashes
            </Button>
            <Button
              variant="primary"
              icon={<Plus aria-hidden className="size-4" />}
              onClick={() => setAdding(true)}
            >
              Add entries
            </Button>
          </>
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
      {importing && <ImportHashesDialog onClose={() => setImporting(false)} />}
    </>
  );
}
