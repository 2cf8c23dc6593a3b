import type { Metadata } from "next";
import { QualityBoard } from "#components/quality/quality-board";
import { Page } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Quality" };

export default async function QualityPage() {
  await requireUser("lead");
  return (
    <Page>
      <QualityBoard />
    </Page>
  );
}
