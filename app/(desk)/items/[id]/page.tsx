import type { Metadata } from "next";
import { ItemView } from "#components/items/item-view";
import { BackLink, Page, PageHeader } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Item" };

export default async function ItemPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("moderator");
  const { id } = await params;
  return (
    <Page>
      <PageHeader
        title={<span className="break-all font-mono text-lg">{id}</span>}
        back={<BackLink href="/items">Items</BackLink>}
      />
      <ItemView id={id} />
    </Page>
  );
}
