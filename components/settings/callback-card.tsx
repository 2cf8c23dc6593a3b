"use client";

import { useState } from "react";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { dateTime, useNow } from "#lib/client/time";
import type { Webhooks } from "#lib/domain/webhooks";
import { DeliveryLog } from "./delivery-log";
import { NewSecretDialog } from "./webhook-actions";

/** Addresses that come with single requests, and the secret that signs what they are sent. */
export function CallbackCard({ secretSince, oldSecretUntil }: Webhooks["callbacks"]) {
  const [making, setMaking] = useState(false);
  const [showsLog, setShowsLog] = useState(false);
  const now = useNow();
  return (
    <Card
      flush
      title="Callback addresses"
      description="A request to the API may bring a callback_url of its own: it hears what becomes of that item."
      actions={
        <Button size="sm" onClick={() => setMaking(true)}>
          {secretSince ? "New secret" : "Make a secret"}
        </Button>
      }
    >
      <p className="px-4 pt-3 text-soft text-sm">
        {secretSince
          ? `Signed with the organisation's secret${now > 0 ? ` of ${dateTime(secretSince)}` : ""}.`
          : "No secret has been made yet. Make one to verify what callbacks are sent."}
        {oldSecretUntil && now > 0 && ` The one before signs too, until ${dateTime(oldSecretUntil)}.`}
      </p>
      <DeliveryLog id="callbacks" open={showsLog} onToggle={setShowsLog} />
      {making && (
        <NewSecretDialog
          id="callbacks"
          name="Secret for callback addresses"
          hasOne={secretSince !== null}
          onClose={() => setMaking(false)}
        />
      )}
    </Card>
  );
}
