import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ItemView } from "#components/items/item-view";
import { Page, PageHeader } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Item" };

export default async function ItemPage({ params }: { params: Promise<{ id: string }> }) {
  await requireUser("moderator");
  const { id } = await params;
  return (
    <Page>
      <PageHeader
        title={<span className="break-all font-mono text-lg">{id}</span>}
        back={
          <Link href="/items" className="inline-flex items-center gap-1 text-faint hover:text-ink">
            <ArrowLeft aria-hidden className="size-3.5" />
            Items
          </Link>
        }
      />
      <ItemView id={id} />
    </Page>
  );
}
