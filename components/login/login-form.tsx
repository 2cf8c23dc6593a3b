"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button";
import { Notice } from "#components/ui/feedback";
import { Field, Input } from "#components/ui/field";
import { signIn } from "#lib/client/session";

const REFUSED =
  "That email and password do not go together, or there were too many tries: after several wrong ones an account rests for a while. Check both, wait a minute, try again.";
const UNREACHABLE = "The server cannot be reached just now. Check the connection and try again.";

/** Signs in and goes on to `target`, a path of this site. */
export function LoginForm({ target }: { target: string }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    const email = String(form.get("email")).trim();
    const accepted = await signIn(email, String(form.get("password"))).catch(() => null);
    if (accepted) {
      // A full load: the page that follows is another person's than the one before.
      window.location.assign(target);
      return;
    }
    setBusy(false);
    setProblem(accepted === null ? UNREACHABLE : REFUSED);
    password.current?.focus();
    password.current?.select();
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      {problem && <Notice tone="error">{problem}</Notice>}
      <Field label="Email">
        <Input name="email" type="email" autoComplete="username" required autoFocus className="h-10" />
      </Field>
      <Field label="Password">
        <Input
          ref={password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          className="h-10"
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}
