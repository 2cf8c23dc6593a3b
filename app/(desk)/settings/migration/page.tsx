import type { Metadata } from "next";
import { MigrationSettings } from "#components/settings/migration-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Migration" };

export default async function MigrationPage() {
  await requireUser("admin");
  return <MigrationSettings />;
}
