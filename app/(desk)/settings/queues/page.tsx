import type { Metadata } from "next";
import { QueueSettings } from "#components/settings/queues/queue-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Queues" };

export default async function QueueSettingsPage() {
  await requireUser("lead");
  return <QueueSettings />;
}
