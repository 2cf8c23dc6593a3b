import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { ApiBasics } from "#components/docs/api-basics";
import { MethodBadge } from "#components/docs/method-badge";
import { PageHeader } from "#components/ui/page-header";
import { apiReference } from "#lib/http/api-reference";
import { originOf } from "#lib/http/request-origin";

export const metadata: Metadata = { title: "API" };

/** The public API for readers, from where each endpoint has a page; programs get the same from /api/openapi.json. */
export default async function ApiPage() {
  const server = originOf(await headers());
  const { groups } = apiReference(server);
  return (
    <>
      <PageHeader
        title="API"
        description="Made from the same schemas that check your requests; every example request is sent by the tests, and its answer held against the OpenAPI file."
        actions={
          <a href="/api/openapi.json" className="text-accent-ink text-sm underline underline-offset-2">
            OpenAPI 3.1 file
          </a>
        }
      />
      <ApiBasics server={server} />
      {groups.map((group) => (
        <section key={group.name} aria-labelledby={`group-${group.name}`} className="pb-7">
          <h2 id={`group-${group.name}`} className="font-semibold text-lg tracking-tight">
            {group.name}
          </h2>
          <p className="mt-0.5 mb-2 text-soft text-sm">{group.description}</p>
          <ul className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface">
            {group.operations.map(({ id, method, path, summary }) => (
              <li
                key={id}
                id={id}
                className="relative grid gap-x-4 gap-y-1 px-3 py-2 target:bg-accent-wash hover:bg-hover md:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)] md:items-center"
              >
                <Link
                  href={`/docs/api/${id}`}
                  prefetch={false}
                  className="font-medium text-sm after:absolute after:inset-0 hover:underline"
                >
                  {summary}
                </Link>
                <span className="flex items-center gap-2">
                  <span className="w-16 shrink-0 md:text-right">
                    <MethodBadge method={method} />
                  </span>
                  <code className="font-mono text-soft text-xs [overflow-wrap:anywhere]">{path}</code>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
