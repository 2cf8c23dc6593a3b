"use client";

import { ScrollText } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { Page, PageHeader } from "#components/ui/page-header";
import { Pagination } from "#components/ui/pagination";
import { useAudit } from "#lib/client/audit";
import type { AuditQuery } from "#lib/domain/audit";
import { AuditFilters } from "./audit-filters";
import { AuditTable } from "./audit-table";
import { VerifyChain } from "./verify-chain";

/** Everything that was decided or changed, by whom and when. */
export function AuditLog({ mayVerify }: { mayVerify: boolean }) {
  const [filter, setFilter] = useState<Omit<AuditQuery, "before">>({});
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit(
    useDeferredValue(filter),
  );
  const rows = data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Page>
      <PageHeader
        title="Audit log"
        description="Every decision, change and sign-in. Each row's fingerprint covers the row before it, so that nothing can be altered or removed unseen."
        actions={mayVerify && <VerifyChain />}
      />
      <AuditFilters filter={filter} onChange={setFilter} />
      {error && !data && <ErrorState message={error.message} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-64" />}
      {data && (
        <div className="flex flex-col gap-3">
          <Card flush>
            {rows.length > 0 ? (
              <AuditTable rows={rows} />
            ) : (
              <EmptyState icon={<ScrollText aria-hidden />} title="Nothing fits">
                No row fits these filters.
              </EmptyState>
            )}
          </Card>
          <Pagination
            summary={`${rows.length} rows shown`}
            hasMore={hasNextPage}
            busy={isFetchingNextPage}
            onMore={() => fetchNextPage()}
          />
        </div>
      )}
    </Page>
  );
}
