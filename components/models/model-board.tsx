"use client";

import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Notice, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { useModels } from "#lib/client/models";
import { ModelList } from "./model-list";
import { RecalibrationPanel } from "./recalibration-panel";

/** What judges posts, and how each of them fares. */
export function ModelBoard() {
  const { data, error, refetch } = useModels();
  return (
    <>
      <PageHeader
        title="Models"
        description="What judges posts before people do: what each model knows, where it runs, and how far it can be trusted."
      />
      {error && !data && <ErrorState message={error.message} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div role="status" className="flex flex-col gap-5">
          <span className="sr-only">Loading the models</span>
          <Skeleton className="h-96 rounded-lg" />
        </div>
      )}
      {data && (
        <div className="flex flex-col gap-5">
          {data.problem && (
            <Notice tone="warning" title="The list of models cannot be read">
              {data.problem} Workers go on with what they have loaded.
            </Notice>
          )}
          <Card
            title="In force"
            description={`In the order in which a post meets them, as ${workerWords(data.workers)} this moment. Lists and known hashes come before all of them.`}
            flush
          >
            {data.models.length > 0 ? (
              <ModelList models={data.models} lookBack={data.recentItems} />
            ) : (
              <EmptyState title="No model">Every post goes to a person.</EmptyState>
            )}
          </Card>
          <RecalibrationPanel />
        </div>
      )}
    </>
  );
}

function workerWords(workers: number): string {
  if (workers === 0) return "no worker reports at";
  return workers === 1 ? "the one live worker reports at" : `${workers} live workers report at`;
}
