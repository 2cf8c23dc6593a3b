"use client";

import "./globals.css";
import { PlainPage } from "#components/shell/plain-page";
import { Button } from "#components/ui/button";

export default function GlobalErrorPage({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Sightline</title>
        <PlainPage
          title="Sightline stopped working"
          action={
            <Button variant="primary" onClick={reset}>
              Try again
            </Button>
          }
        >
          Nothing that was decided is lost. Load the page again; if it does not help, tell an admin.
        </PlainPage>
      </body>
    </html>
  );
}
