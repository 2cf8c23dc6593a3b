"use client";

import { type FormEvent, useId, useRef } from "react";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input, Select } from "#components/ui/field";
import { ApiError } from "#lib/client/fetch";
import { useInvite } from "#lib/client/people";
import { INVITE_DAYS } from "#lib/domain/people";
import { ROLES, type Role } from "#lib/domain/taxonomy";
import { CopyField } from "./copy-field";

/** Makes an invitation link, which is shown this once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const invite = useInvite();
  const form = useId();
  const first = useRef<HTMLSelectElement>(null);
  const problem = invite.error instanceof ApiError ? invite.error : null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const email = String(fields.get("email")).trim() || null;
    invite.mutate({ role: fields.get("role") as Role, email });
  }

  if (invite.data)
    return (
      <Dialog
        open
        onClose={onClose}
        title="The invitation is ready"
        description={`Send this link to the person. It works once, for ${INVITE_DAYS} days, and is not shown again.`}
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <CopyField label="Link" value={new URL(invite.data.path, window.location.origin).href} />
      </Dialog>
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Invite somebody"
      initialFocus={first}
      description="You get a link to send; the person chooses a password."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={invite.isPending}>
            Make the link
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {problem && problem.errors.length === 0 && <Notice tone="error">{problem.message}</Notice>}
        <Field label="Role">
          <Select ref={first} name="role" defaultValue="moderator">
            {ROLES.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </Select>
        </Field>
        <Field
          label="Email (optional)"
          hint="If given, only this address can use the link."
          error={problem?.fieldMessage("/email")}
        >
          <Input name="email" type="email" maxLength={254} />
        </Field>
      </form>
    </Dialog>
  );
}
