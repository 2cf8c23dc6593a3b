"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { ApiError } from "#lib/client/fetch";
import { acceptInvite } from "#lib/client/people";

/** Sets name and password of an invited person and signs them in. */
export function InviteForm({ token, email }: { token: string; email: string | null }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const password = String(form.get("password"));
    setBusy(true);
    setProblem(null);
    try {
      const address = email ?? String(form.get("email"));
      const joined = await acceptInvite(token, { name: String(form.get("name")), email: address, password });
      await signIn("credentials", { email: joined.email, password, redirect: false });
      window.location.assign("/");
    } catch (error) {
      setBusy(false);
      setProblem(error instanceof ApiError ? error : new ApiError(0, "Something went wrong. Try again."));
    }
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {problem && problem.errors.length === 0 && <Notice tone="error">{problem.message}</Notice>}
      <Field label="Name" hint="What colleagues call you." error={problem?.fieldMessage("/name")}>
        <Input name="name" autoComplete="name" required maxLength={80} autoFocus className="h-10" />
      </Field>
      <Field label="Email" hint="You sign in with it." error={problem?.fieldMessage("/email")}>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          required
          readOnly={email !== null}
          defaultValue={email ?? ""}
          className="h-10"
        />
      </Field>
      <Field
        label="Password"
        hint="At least 12 characters; a short sentence does well."
        error={problem?.fieldMessage("/password")}
      >
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={200}
          className="h-10"
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Join
      </Button>
    </form>
  );
}
