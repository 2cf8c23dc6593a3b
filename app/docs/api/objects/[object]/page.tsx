import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { notFound } from "next/navigation";
import { FieldTable, FieldType } from "#components/docs/field-table";
import { Prose } from "#components/docs/prose";
import { PageHeader } from "#components/ui/page-header";
import { apiReference } from "#lib/http/api-reference";
import { originOf } from "#lib/http/request-origin";

interface Props {
  params: Promise<{ object: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).object };
}

/** One of the objects that the public API takes or answers. */
export default async function ObjectPage({ params }: Props) {
  const { object: wanted } = await params;
  const found = apiReference(originOf(await headers())).objects.find(({ name }) => name === wanted);
  if (!found) notFound();
  const { name, type, description, fields } = found;
  return (
    <>
      <PageHeader
        title={name}
        back={
          <Link
            href="/docs/api/objects"
            prefetch={false}
            className="text-accent-ink underline underline-offset-2"
          >
            All objects
          </Link>
        }
      />
      {description && <Prose text={description} className="mb-3" />}
      {fields.length > 0 ? (
        <FieldTable label={`Fields of ${name}`} fields={fields} />
      ) : (
        <p className="text-soft text-sm">
          <FieldType type={type} />
        </p>
      )}
    </>
  );
}
