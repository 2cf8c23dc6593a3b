import type { Metadata } from "next";
import { ModelDetails } from "#components/models/model-details";
import { BackLink, Page, PageHeader } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Model" };

export default async function ModelPage({ params }: { params: Promise<{ name: string }> }) {
  await requireUser("admin");
  const { name } = await params;
  return (
    <Page>
      <PageHeader
        title={<span className="break-all">{name}</span>}
        back={<BackLink href="/models">Models</BackLink>}
      />
      <ModelDetails name={name} />
    </Page>
  );
}
