"use client";

import { type FormEvent, useId, useRef } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { useToast } from "#components/ui/toast";
import { useSavePolicy } from "#lib/client/policy";
import type { PolicyBody } from "#lib/domain/policy";
import type { PolicyChange } from "#lib/domain/policy-history";
import { PolicyChanges } from "./policy-changes";

interface SavePolicyDialogProps {
  draft: PolicyBody;
  basedOn: number;
  changes: PolicyChange[];
  suggestedNote: string;
  onClose: () => void;
}

export function SavePolicyDialog({ draft, basedOn, changes, suggestedNote, onClose }: SavePolicyDialogProps) {
  const save = useSavePolicy();
  const toast = useToast();
  const form = useId();
  const first = useRef<HTMLInputElement>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const note = String(new FormData(event.currentTarget).get("note"));
    save.mutate(
      { body: draft, note, basedOn },
      {
        onSuccess: ({ version }) => {
          toast.show({ tone: "success", message: `Version ${version} is in force.` });
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Put this policy in force?"
      initialFocus={first}
      description="Every item judged from now on is decided by it. Items decided before stay as they are."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={save.isPending}>
            Save and put in force
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {save.error && <Notice tone="error">{save.error.message}</Notice>}
        <PolicyChanges changes={changes} />
        <Field label="Note (optional)" hint="Why, for those who read the history later.">
          <Input ref={first} name="note" maxLength={300} defaultValue={suggestedNote} />
        </Field>
      </form>
    </Dialog>
  );
}
