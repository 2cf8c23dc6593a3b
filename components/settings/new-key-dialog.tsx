"use client";

import { type FormEvent, useId, useRef } from "react";
import { Button } from "#components/ui/button";
import { Checkbox } from "#components/ui/choice";
import { Dialog } from "#components/ui/dialog";
import { Notice } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { ApiError } from "#lib/client/fetch";
import { useCreateKey } from "#lib/client/keys";
import { SCOPE_TITLES, SCOPES, type Scope } from "#lib/domain/access";
import { CopyField } from "./copy-field";

/** What a program that has posts judged needs; the rest is asked for. */
const USUAL: ReadonlySet<Scope> = new Set<Scope>(["moderate", "items:read"]);

/** Makes a key and shows its secret, this once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const create = useCreateKey();
  if (create.data)
    return (
      <Dialog
        open
        onClose={onClose}
        title="Copy the key now"
        description="Only its fingerprint is stored: the key is not shown again, to anybody."
        footer={
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <CopyField label={create.data.key.name} value={create.data.secret} />
      </Dialog>
    );
  return <NewKeyForm create={create} onClose={onClose} />;
}

function NewKeyForm({ create, onClose }: { create: ReturnType<typeof useCreateKey>; onClose: () => void }) {
  const form = useId();
  const first = useRef<HTMLInputElement>(null);
  const problem = create.error instanceof ApiError ? create.error : null;

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    create.mutate({
      name: String(fields.get("name")),
      scopes: fields.getAll("scope") as Scope[],
      ratePerSecond: Number(fields.get("rate")),
      burst: Number(fields.get("burst")),
    });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="New API key"
      initialFocus={first}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={create.isPending}>
            Make the key
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        {problem && problem.errors.length === 0 && <Notice tone="error">{problem.message}</Notice>}
        <Field
          label="Name"
          hint="The program that will use it, e.g. Forum plug-in."
          error={problem?.fieldMessage("/name")}
        >
          <Input ref={first} name="name" required maxLength={80} />
        </Field>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium text-soft text-xs">It may</legend>
          {SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              name="scope"
              value={scope}
              defaultChecked={USUAL.has(scope)}
              label={SCOPE_TITLES[scope]}
              hint={scope}
            />
          ))}
          {problem?.fieldMessage("/scopes") && (
            <Notice tone="error">{problem.fieldMessage("/scopes")}</Notice>
          )}
        </fieldset>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Requests per second" error={problem?.fieldMessage("/ratePerSecond")}>
            <Input name="rate" type="number" required min={0.1} max={10000} step="any" defaultValue={50} />
          </Field>
          <Field label="At once, at most" error={problem?.fieldMessage("/burst")}>
            <Input name="burst" type="number" required min={1} max={100000} defaultValue={200} />
          </Field>
        </div>
      </form>
    </Dialog>
  );
}
