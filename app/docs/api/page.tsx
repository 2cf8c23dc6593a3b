import type { Metadata } from "next";
import { headers } from "next/headers";
import { ApiBasics } from "#components/docs/api-basics";
import { ApiNav } from "#components/docs/api-nav";
import { ApiOperationView } from "#components/docs/api-operation";
import { PageHeader } from "#components/ui/page-header";
import { apiReference } from "#lib/http/api-reference";
import { originOf } from "#lib/http/request-origin";

export const metadata: Metadata = { title: "API" };

/** The public API for readers; programs get the same from /api/openapi.json. */
export default async function ApiPage() {
  const server = originOf(await headers());
  const groups = apiReference(server);
  return (
    <div className="mx-auto w-full max-w-7xl gap-10 px-4 py-6 md:px-8 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <aside className="hidden lg:block">
        <div className="sticky top-6 max-h-[calc(100dvh-3rem)] overflow-y-auto pb-6">
          <ApiNav groups={groups} />
        </div>
      </aside>
      <main className="min-w-0">
        <PageHeader
          title="API"
          description="Made from the same schemas that check your requests; every example request is sent by the tests, and its answer held against the OpenAPI file."
          actions={
            <>
              <a href="/api/openapi.json" className="text-accent-ink text-sm underline underline-offset-2">
                OpenAPI 3.1 file
              </a>
              <a href="/docs/errors" className="text-accent-ink text-sm underline underline-offset-2">
                Errors
              </a>
            </>
          }
        />
        <details className="mb-6 rounded-md border border-line bg-surface lg:hidden">
          <summary className="cursor-pointer rounded-md px-3 py-2 font-medium text-sm hover:bg-hover">
            Endpoints
          </summary>
          <div className="px-3 pb-3">
            <ApiNav groups={groups} />
          </div>
        </details>
        <ApiBasics server={server} />
        {groups.map((group) => (
          <section key={group.name} aria-labelledby={`group-${group.name}`} className="pt-4">
            <h2 id={`group-${group.name}`} className="font-semibold text-xl tracking-tight">
              {group.name}
            </h2>
            <p className="mt-0.5 mb-4 text-soft">{group.description}</p>
            {group.operations.map((operation) => (
              <ApiOperationView key={operation.id} operation={operation} />
            ))}
          </section>
        ))}
      </main>
    </div>
  );
}
