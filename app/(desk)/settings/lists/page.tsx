import type { Metadata } from "next";
import { ListSettings } from "#components/settings/list-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Lists" };

export default async function ListsPage() {
  await requireUser("admin");
  return <ListSettings />;
}
