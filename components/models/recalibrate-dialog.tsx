"use client";

import { type FormEvent, useId, useRef } from "react";
import { PolicyChanges } from "#components/settings/policy-changes";
import { PolicyPreview, PREVIEW_ITEMS } from "#components/settings/policy-preview";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { useToast } from "#components/ui/toast";
import { useRecalibrate } from "#lib/client/models";
import { useReplaySample } from "#lib/client/policy";
import type { PolicyBody } from "#lib/domain/policy";
import { type PolicyVersion, policyDiff } from "#lib/domain/policy-history";
import type { RecalibrateBody } from "#lib/domain/recalibration-proposal";

/** A change of the curves that is looked at before it is saved. */
export interface PlannedChange {
  title: string;
  description: string;
  /** The policy with it. */
  draft: PolicyBody;
  /** What saves it; null takes the curves back. */
  body: RecalibrateBody | null;
}

interface RecalibrateDialogProps {
  planned: PlannedChange;
  active: PolicyVersion;
  /** Number of the version that it becomes. */
  next: number;
  onClose: () => void;
}

/** What the change does to past traffic, and the way to put it in force. */
export function RecalibrateDialog({ planned, active, next, onClose }: RecalibrateDialogProps) {
  const { title, description, draft, body } = planned;
  const save = useRecalibrate();
  const toast = useToast();
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const changes = policyDiff(active.body, draft);
  // Nothing is saved before it could be looked at; where past items cannot be had, the preview says so.
  const replay = useReplaySample(PREVIEW_ITEMS);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note") ?? "");
    save.mutate(body && { ...body, note }, {
      onSuccess: ({ version }) => {
        toast.show({ tone: "success", message: `Version ${version} of the policy is in force.` });
        onClose();
      },
    });
  }

  return (
    <Dialog
      open
      size="lg"
      onClose={onClose}
      title={title}
      description={description}
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            busy={save.isPending}
            disabled={changes.length === 0 || replay.isPending}
          >
            Save as version {next} of the policy
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error && <Notice tone="error">{save.error.message}</Notice>}
        <PolicyChanges changes={changes} />
        {body && (
          <Field label="Note (optional)" hint="Why, for those who read the history later.">
            <Input ref={first} name="note" maxLength={300} />
          </Field>
        )}
      </form>
      <div className="mt-4">
        <PolicyPreview active={active.body} draft={draft} />
      </div>
    </Dialog>
  );
}
