import type { Metadata } from "next";
import { ImportSettings } from "#components/imports/import-settings";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage() {
  await requireUser("admin");
  return <ImportSettings />;
}
