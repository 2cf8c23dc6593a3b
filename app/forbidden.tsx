import type { Metadata } from "next";
import { PlainPage, ToTheStart } from "#components/shell/plain-page";

export const metadata: Metadata = { title: "Not allowed" };

export default function Forbidden() {
  return (
    <PlainPage title="Your role does not open this page" action={<ToTheStart />}>
      If you need it for your work, ask an admin of your organisation.
    </PlainPage>
  );
}
