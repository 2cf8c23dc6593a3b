import type { Metadata } from "next";
import { MentionList } from "#components/content/mention-list";
import { Page, PageHeader } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Mentions" };

export default async function MentionsPage() {
  await requireUser("moderator");
  return (
    <Page>
      <PageHeader title="Mentions" description="Where colleagues brought you in." />
      <MentionList />
    </Page>
  );
}
