"use client";

import { type FormEvent, useId, useRef } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/choice";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { ApiError } from "#lib/client/fetch";
import { useChangeWebhook, useCreateWebhook } from "#lib/client/webhooks";
import { EVENT_TITLES, EVENT_TYPES, type SubscribedType, type Webhook } from "#lib/domain/webhooks";
import { SecretDialog } from "./webhook-actions";

interface WebhookDialogProps {
  /** The endpoint to change; without one a new one is made. */
  webhook?: Webhook;
  onClose: () => void;
}

/** Makes an endpoint and shows its secret this once, or changes one. */
export function WebhookDialog({ webhook, onClose }: WebhookDialogProps) {
  const create = useCreateWebhook();
  const change = useChangeWebhook(webhook?.id ?? "");
  if (create.data)
    return <SecretDialog name={create.data.webhook.url} secret={create.data.secret} onClose={onClose} />;
  const saving = webhook ? change : create;
  const save = (fields: { url: string; note: string; events: SubscribedType[] }) =>
    webhook ? change.mutate(fields, { onSuccess: onClose }) : create.mutate(fields);
  return (
    <WebhookForm
      webhook={webhook}
      error={saving.error}
      busy={saving.isPending}
      onSave={save}
      onClose={onClose}
    />
  );
}

interface WebhookFormProps extends WebhookDialogProps {
  error: Error | null;
  busy: boolean;
  onSave: (fields: { url: string; note: string; events: SubscribedType[] }) => void;
}

function WebhookForm({ webhook, error, busy, onSave, onClose }: WebhookFormProps) {
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const problem = error instanceof ApiError ? error : null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    onSave({
      url: String(fields.get("url")).trim(),
      note: String(fields.get("note")),
      events: fields.getAll("event") as SubscribedType[],
    });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={webhook ? "Change the webhook" : "New webhook"}
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy}>
            {webhook ? "Save" : "Make the webhook"}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {problem && problem.errors.length === 0 && <Notice tone="error">{problem.message}</Notice>}
        <Field
          label="Address"
          hint="https, on the public internet. Hosts inside your network have to be allowed by the operator."
          error={problem?.fieldMessage("/url")}
        >
          <Input
            ref={first}
            name="url"
            type="url"
            inputMode="url"
            defaultValue={webhook?.url}
            placeholder="https://example.com/hooks/sightline"
            maxLength={2000}
          />
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-soft text-xs">It hears when</legend>
          {EVENT_TYPES.map((type) => (
            <Checkbox
              key={type}
              name="event"
              value={type}
              defaultChecked={webhook ? webhook.events.includes(type) : true}
              label={EVENT_TITLES[type]}
              hint={<code className="font-mono">{type}</code>}
            />
          ))}
          {problem?.fieldMessage("/events") && (
            <Notice tone="error">{problem.fieldMessage("/events")}</Notice>
          )}
        </fieldset>
        <Field label="Note (optional)" hint="What it is for." error={problem?.fieldMessage("/note")}>
          <Input name="note" defaultValue={webhook?.note} maxLength={200} />
        </Field>
      </form>
    </Dialog>
  );
}
