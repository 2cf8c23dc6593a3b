import type { Metadata } from "next";
import { PlainPage } from "#components/shell/plain-page";
import { LinkButton } from "#components/ui/button";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainPage
      title="There is no such page"
      action={
        <LinkButton href="/" variant="primary">
          To the start
        </LinkButton>
      }
    >
      The address may have been cut short, or what was here is gone.
    </PlainPage>
  );
}
