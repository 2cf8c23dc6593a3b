import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ModelDetails } from "#components/models/model-details";
import { Page, PageHeader } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Model" };

export default async function ModelPage({ params }: { params: Promise<{ name: string }> }) {
  await requireUser("admin");
  const { name } = await params;
  return (
    <Page>
      <PageHeader
        title={<span className="break-all">{name}</span>}
        back={
          <Link href="/models" className="inline-flex items-center gap-1 text-faint hover:text-ink">
            <ArrowLeft aria-hidden className="size-3.5" />
            Models
          </Link>
        }
      />
      <ModelDetails name={name} />
    </Page>
  );
}
