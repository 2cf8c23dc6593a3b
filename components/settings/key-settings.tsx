"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { useKeys } from "#lib/client/keys";
import { KeyTable } from "./key-table";
import { NewKeyDialog } from "./new-key-dialog";

/** Keys with which programs call the API. */
export function KeySettings() {
  const { data, error, refetch } = useKeys();
  const [making, setMaking] = useState(false);
  return (
    <>
      <PageHeader
        title="API keys"
        description={
          <>
            Give each program a key of its own, with no more than it needs: then one can be revoked without
            stopping the others. What keys are for:{" "}
            <a href="/docs/api" className="text-accent-ink underline underline-offset-2">
              the API
            </a>
            .
          </>
        }
        actions={
          <Button
            variant="primary"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => setMaking(true)}
          >
            New key
          </Button>
        }
      />
      {error && !data && <ErrorState message={error.message} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-48" />}
      {data && (
        <Card flush>
          {data.keys.length > 0 ? (
            <KeyTable keys={data.keys} />
          ) : (
            <EmptyState icon={<KeyRound aria-hidden />} title="No keys yet">
              A program needs one to send content.
            </EmptyState>
          )}
        </Card>
      )}
      {making && <NewKeyDialog onClose={() => setMaking(false)} />}
    </>
  );
}
