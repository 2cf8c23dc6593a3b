"use client";

import { Button } from "#components/ui/button";
import { ConfirmDialog } from "#components/ui/confirm-dialog";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { useToast } from "#components/ui/toast";
import { useChangeWebhook, useNewSecret, useRemoveWebhook } from "#lib/client/webhooks";
import { SECRET_OVERLAP_HOURS, type Webhook } from "#lib/domain/webhooks";
import { CopyField } from "./copy-field";

interface NewSecretDialogProps {
  /** An endpoint's id, or `callbacks`. */
  id: string;
  name: string;
  hasOne: boolean;
  onClose: () => void;
}

/** Makes a secret and shows it, this once. */
export function NewSecretDialog({ id, name, hasOne, onClose }: NewSecretDialogProps) {
  const make = useNewSecret(id);
  if (make.data) return <SecretDialog name={name} secret={make.data.secret} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title="New secret"
      description={
        hasOne
          ? `For ${SECRET_OVERLAP_HOURS} hours every event is signed with the new secret and the one before, so that you can change over without losing any.`
          : "It signs what is sent from now on."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={make.isPending} onClick={() => make.mutate(undefined)}>
            Make a secret
          </Button>
        </>
      }
    >
      {make.error && <Notice tone="error">{make.error.message}</Notice>}
    </Dialog>
  );
}

/** A secret, to be copied now. */
export function SecretDialog({
  name,
  secret,
  onClose,
}: {
  name: string;
  secret: string;
  onClose: () => void;
}) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="Copy the secret now"
      description="Your program verifies events with it. It is not shown again, to anybody."
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <CopyField label={name} value={secret} />
    </Dialog>
  );
}

export function RemoveWebhookDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const remove = useRemoveWebhook(webhook.id);
  const toast = useToast();
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => toast.show({ tone: "success", message: "The webhook is removed." }),
      onError: (error) => toast.show({ tone: "error", message: error.message }),
      onSettled: onClose,
    });
  return (
    <ConfirmDialog
      title="Remove this webhook?"
      description={`${webhook.url} hears of nothing any more; its log and what waits for it are gone. Switch it off instead to keep them.`}
      action="Remove"
      busy={remove.isPending}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}

/** Switches an endpoint on, with or without what it missed. */
export function SwitchOnDialog({ webhook, onClose }: { webhook: Webhook; onClose: () => void }) {
  const change = useChangeWebhook(webhook.id);
  const toast = useToast();
  const missed = webhook.counts.pending;
  const switchOn = (what: "send" | "skip") =>
    change.mutate(
      { enabled: true, missed: what },
      { onError: (error) => toast.show({ tone: "error", message: error.message }), onSettled: onClose },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      size="sm"
      title="Switch it on?"
      description={
        missed > 0
          ? `${missed.toLocaleString("en")} ${missed === 1 ? "event waits" : "events wait"} for it. They can be sent now, in their order, or left out for good.`
          : "Nothing waits for it. It hears of what happens from now on."
      }
      footer={
        <>
          {missed > 0 && (
            <Button busy={change.isPending} onClick={() => switchOn("skip")}>
              Leave them out
            </Button>
          )}
          <Button variant="primary" busy={change.isPending} onClick={() => switchOn("send")}>
            {missed > 0 ? "Switch on and send" : "Switch on"}
          </Button>
        </>
      }
    />
  );
}
