"use client";

import { Plus, Webhook as WebhookIcon } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/feedback";
import { PageHeader } from "#components/ui/page-header";
import { useWebhooks } from "#lib/client/webhooks";
import { CallbackCard } from "./callback-card";
import { WebhookCard } from "./webhook-card";
import { WebhookDialog } from "./webhook-dialog";
import { WebhookHowTo } from "./webhook-how-to";

/** Where other programs hear of decisions. */
export function WebhookSettings() {
  const { data, error, refetch } = useWebhooks();
  const [adding, setAdding] = useState(false);
  const add = (
    <Button variant="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setAdding(true)}>
      New webhook
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Sightline tells your programs what was decided: signed, in order for each item, and again for a day when they do not answer. What people wrote is never in it."
        actions={add}
      />
      {error && !data && <ErrorState message={error.message} onRetry={refetch} />}
      {!data && !error && <Skeleton className="h-48" />}
      {data && (
        <div className="flex flex-col gap-4">
          {data.webhooks.length === 0 && (
            <Card flush>
              <EmptyState icon={<WebhookIcon aria-hidden />} title="Nobody is told yet">
                Give the address of a program that should hear of decisions and appeals as they happen.
              </EmptyState>
            </Card>
          )}
          {data.webhooks.map((webhook) => (
            <WebhookCard key={webhook.id} webhook={webhook} />
          ))}
          <CallbackCard {...data.callbacks} />
          <WebhookHowTo />
        </div>
      )}
      {adding && <WebhookDialog onClose={() => setAdding(false)} />}
    </>
  );
}
