"use client";

import { CircleCheck, CirclePause, Ellipsis, Send, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge";
import { Button, IconButton } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { Notice } from "#components/ui/feedback";
import { Menu, MenuItem, MenuSeparator } from "#components/ui/menu";
import { useToast } from "#components/ui/toast";
import { ago, dateTime, useNow } from "#lib/client/time";
import { useChangeWebhook, useTestWebhook } from "#lib/client/webhooks";
import type { Webhook } from "#lib/domain/webhooks";
import { DeliveryLog } from "./delivery-log";
import { NewSecretDialog, RemoveWebhookDialog, SwitchOnDialog } from "./webhook-actions";
import { WebhookDialog } from "./webhook-dialog";

type Open = "edit" | "secret" | "remove" | "on" | null;

/** One endpoint: where, what for, how it fares, and what was sent. */
export function WebhookCard({ webhook }: { webhook: Webhook }) {
  const [open, setOpen] = useState<Open>(null);
  const [showsLog, setShowsLog] = useState(false);
  const close = () => setOpen(null);
  return (
    <Card flush aria-label={`Webhook ${webhook.url}`}>
      <div className="flex flex-col gap-3 p-4">
        <div className="flex flex-wrap items-start justify-between gap-3">
          <div className="min-w-0 grow basis-64">
            <div className="flex flex-wrap items-center gap-2">
              <StateBadge webhook={webhook} />
              <h2 className="min-w-0 break-all font-mono font-semibold text-sm">{webhook.url}</h2>
            </div>
            {webhook.note && <p className="mt-1 text-soft text-sm">{webhook.note}</p>}
          </div>
          <Actions webhook={webhook} onOpen={setOpen} onTested={() => setShowsLog(true)} />
        </div>
        <ul className="flex flex-wrap gap-1" aria-label="Events">
          {webhook.events.map((type) => (
            <li key={type}>
              <Badge className="font-mono">{type}</Badge>
            </li>
          ))}
        </ul>
        <Health webhook={webhook} onSwitchOn={() => setOpen("on")} />
        <Facts webhook={webhook} />
      </div>
      <div className="border-line border-t">
        <DeliveryLog id={webhook.id} open={showsLog} onToggle={setShowsLog} />
      </div>
      {open === "edit" && <WebhookDialog webhook={webhook} onClose={close} />}
      {open === "secret" && <NewSecretDialog id={webhook.id} name={webhook.url} hasOne onClose={close} />}
      {open === "remove" && <RemoveWebhookDialog webhook={webhook} onClose={close} />}
      {open === "on" && <SwitchOnDialog webhook={webhook} onClose={close} />}
    </Card>
  );
}

function StateBadge({ webhook: { disabledAt, failingSince } }: { webhook: Webhook }) {
  if (disabledAt) return <Badge icon={<CirclePause aria-hidden className="size-3" />}>Off</Badge>;
  if (failingSince)
    return (
      <Badge tone="flag" icon={<TriangleAlert aria-hidden className="size-3" />}>
        Failing
      </Badge>
    );
  return (
    <Badge tone="approve" icon={<CircleCheck aria-hidden className="size-3" />}>
      On
    </Badge>
  );
}

function Actions({
  webhook,
  onOpen,
  onTested,
}: {
  webhook: Webhook;
  onOpen: (what: Open) => void;
  onTested: () => void;
}) {
  const test = useTestWebhook(webhook.id);
  const change = useChangeWebhook(webhook.id);
  const toast = useToast();
  const failed = (error: Error) => toast.show({ tone: "error", message: error.message });
  const isOff = webhook.disabledAt !== null;
  return (
    <div className="flex items-center gap-2">
      <Button
        size="sm"
        icon={<Send aria-hidden className="size-3.5" />}
        busy={test.isPending}
        disabled={isOff}
        onClick={() => test.mutate(undefined, { onSuccess: onTested, onError: failed })}
      >
        Send a test
      </Button>
      <Menu
        trigger={
          <IconButton
            size="sm"
            label={`More for ${webhook.url}`}
            icon={<Ellipsis aria-hidden className="size-4" />}
          />
        }
      >
        <MenuItem onSelect={() => onOpen("edit")}>Change</MenuItem>
        <MenuItem onSelect={() => onOpen("secret")}>New secret</MenuItem>
        {isOff ? (
          <MenuItem onSelect={() => onOpen("on")}>Switch on</MenuItem>
        ) : (
          <MenuItem onSelect={() => change.mutate({ enabled: false }, { onError: failed })}>
            Switch off
          </MenuItem>
        )}
        <MenuSeparator />
        <MenuItem danger onSelect={() => onOpen("remove")}>
          Remove
        </MenuItem>
      </Menu>
    </div>
  );
}

function Health({ webhook, onSwitchOn }: { webhook: Webhook; onSwitchOn: () => void }) {
  const now = useNow();
  const { disabledAt, disabledReason, failingSince } = webhook;
  if (disabledAt)
    return (
      <Notice
        tone="warning"
        title={`Off since ${now > 0 ? dateTime(disabledAt) : ""}`}
        action={
          <Button size="sm" onClick={onSwitchOn}>
            Switch on
          </Button>
        }
      >
        {disabledReason} What happens meanwhile waits here for up to 30 days.
      </Notice>
    );
  if (failingSince)
    return (
      <Notice tone="warning" title={`Nothing has got through since ${now > 0 ? dateTime(failingSince) : ""}`}>
        Each event is tried twelve times in a day. The log below says what came back.
      </Notice>
    );
  return null;
}

function Facts({ webhook }: { webhook: Webhook }) {
  const now = useNow();
  const { counts, oldSecretUntil, createdAt, createdBy } = webhook;
  return (
    <p className="tabular flex flex-wrap gap-x-4 gap-y-1 text-faint text-xs">
      <span>
        Last 7 days: {counts.delivered.toLocaleString("en")} delivered, {counts.pending.toLocaleString("en")}{" "}
        waiting, {counts.failed.toLocaleString("en")} given up
      </span>
      {oldSecretUntil && now > 0 && (
        <span>The secret before signs too, until {dateTime(oldSecretUntil)}</span>
      )}
      <span>
        Made {now > 0 && ago(createdAt, now)}
        {createdBy && ` by ${createdBy}`}
      </span>
    </p>
  );
}
