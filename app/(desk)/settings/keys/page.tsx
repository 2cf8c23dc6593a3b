import type { Metadata } from "next";
import { KeySettings } from "#components/settings/key-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "API keys" };

export default async function KeysPage() {
  await requireUser("admin");
  return <KeySettings />;
}
