import type { Metadata } from "next";
import { Page } from "#components/ui/page-header";
import { OwnCare } from "#components/wellbeing/own-care";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Your wellbeing" };

export default async function WellbeingPage() {
  await requireUser("moderator");
  return (
    <Page>
      <OwnCare />
    </Page>
  );
}
