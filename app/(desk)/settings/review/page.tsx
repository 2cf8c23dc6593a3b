import type { Metadata } from "next";
import { ReviewSettings } from "#components/settings/review-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Review" };

export default async function ReviewSettingsPage() {
  await requireUser("admin");
  return <ReviewSettings />;
}
