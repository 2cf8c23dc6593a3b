import type { Metadata } from "next";
import { ModelBoard } from "#components/models/model-board";
import { Page } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage() {
  await requireUser("admin");
  return (
    <Page>
      <ModelBoard />
    </Page>
  );
}
