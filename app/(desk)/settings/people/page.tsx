import type { Metadata } from "next";
import { PeopleSettings } from "#components/settings/people-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const { userId } = await requireUser("admin");
  return <PeopleSettings me={userId} />;
}
