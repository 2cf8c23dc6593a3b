import type { Metadata } from "next";
import { WebhookSettings } from "#components/settings/webhook-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Webhooks" };

export default async function WebhooksPage() {
  await requireUser("admin");
  return <WebhookSettings />;
}
