import type { Metadata } from "next";
import { Desk } from "#components/review/desk";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Review" };

export default async function ReviewPage() {
  await requireUser("moderator");
  return <Desk />;
}
