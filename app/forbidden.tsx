import type { Metadata } from "next";
import { PlainPage } from "#components/shell/plain-page";
import { LinkButton } from "#components/ui/button";

export const metadata: Metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <PlainPage
      title="Your role does not open this page"
      action={
        <LinkButton href="/" variant="primary">
          To the start
        </LinkButton>
      }
    >
      If you need it for your work, ask an admin of your organisation.
    </PlainPage>
  );
}
