import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { PageHeader } from "#components/ui/page-header";
import { apiReference } from "#lib/http/api-reference";
import { originOf } from "#lib/http/request-origin";

export const metadata: Metadata = { title: "API objects" };

/** Everything that has a name in the OpenAPI file, from where each has a page. */
export default async function ObjectsPage() {
  const { objects } = apiReference(originOf(await headers()));
  return (
    <>
      <PageHeader
        title="Objects"
        description="What is sent and answered, under the names that it has in the OpenAPI file and in the TypeScript client. Answers may gain fields: do not refuse what you do not know."
      />
      <ul className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface">
        {objects.map(({ name, description, type, fields }) => (
          <li
            key={name}
            id={name}
            className="relative grid gap-x-4 gap-y-0.5 px-3 py-2 target:bg-accent-wash hover:bg-hover md:grid-cols-[13rem_minmax(0,1fr)_auto] md:items-baseline"
          >
            <Link
              href={`/docs/api/objects/${name}`}
              prefetch={false}
              className="font-mono text-sm after:absolute after:inset-0 hover:underline"
            >
              {name}
            </Link>
            <span className="truncate text-soft text-sm">
              {firstSentence(description) || summaryOf(fields) || type}
            </span>
            <span className="tabular text-faint text-xs">
              {fields.length > 0 && `${fields.length} ${fields.length === 1 ? "field" : "fields"}`}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const summaryOf = (fields: { name: string }[]) =>
  fields
    .filter(({ name }) => !name.includes("."))
    .map(({ name }) => name)
    .join(", ");

const firstSentence = (text: string) => text.match(/^.*?[.:](?=\s|$)/s)?.[0] ?? text;
