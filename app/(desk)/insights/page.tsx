import type { Metadata } from "next";
import { InsightBoard } from "#components/insights/insight-board";
import { Page } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Insights" };

export default async function InsightsPage() {
  await requireUser("lead");
  return (
    <Page>
      <InsightBoard />
    </Page>
  );
}
