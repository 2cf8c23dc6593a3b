import type { Metadata } from "next";
import { QueueBoard } from "#components/queues/queue-board";
import { Page } from "#components/ui/page-header";
import { hasRole } from "#lib/domain/access";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Queues" };

export default async function QueuesPage() {
  const { role } = await requireUser("moderator");
  return (
    <Page>
      <QueueBoard maySetUp={hasRole(role, "lead")} />
    </Page>
  );
}
