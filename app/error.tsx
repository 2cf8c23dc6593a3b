"use client";

import { PlainPage } from "#components/shell/plain-page";
import { Button, LinkButton } from "#components/ui/button";

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <PlainPage
      title="This page stopped working"
      action={
        <>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
          <LinkButton href="/">To the start</LinkButton>
        </>
      }
    >
      Nothing you decided is lost.
      {error.digest && (
        <>
          {" "}
          If it happens again, tell an admin this number:{" "}
          <code className="font-mono text-sm">{error.digest}</code>.
        </>
      )}
    </PlainPage>
  );
}
