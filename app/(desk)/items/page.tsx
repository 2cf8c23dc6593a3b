import type { Metadata } from "next";
import { Suspense } from "react";
import { ItemList } from "#components/items/item-list";
import { Page, PageHeader } from "#components/ui/page-header";
import { hasRole } from "#lib/domain/access";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Items" };

export default async function ItemsPage() {
  const { role } = await requireUser("moderator");
  return (
    <Page>
      <PageHeader title="Items" description="Every post that was judged, newest first." />
      <Suspense>
        <ItemList mayExport={hasRole(role, "lead")} />
      </Suspense>
    </Page>
  );
}
