import type { Metadata } from "next";
import { PlainPage, ToTheStart } from "#components/shell/plain-page";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <PlainPage title="There is no such page" action={<ToTheStart />}>
      The address may have been cut short, or what was here is gone.
    </PlainPage>
  );
}
