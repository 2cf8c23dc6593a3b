import type { Metadata } from "next";
import { PolicySettings } from "#components/settings/policy-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Policy" };

export default async function PolicyPage() {
  await requireUser("admin");
  return <PolicySettings />;
}
