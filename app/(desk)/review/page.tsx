import type { Metadata } from "next";
import { Desk } from "#components/review/desk";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Review" };

export default async function ReviewPage() {
  const { organization } = await requireUser("moderator");
  return <Desk organization={organization} />;
}
