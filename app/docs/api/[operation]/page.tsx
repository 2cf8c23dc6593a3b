import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { notFound } from "next/navigation";
import { ApiOperationView } from "#components/docs/api-operation";
import { OPERATIONS } from "#lib/domain/api/operations/index";
import { apiReference } from "#lib/http/api-reference";
import { originOf } from "#lib/http/request-origin";

interface Props {
  params: Promise<{ operation: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { operation } = await params;
  return { title: OPERATIONS.find(({ id }) => id === operation)?.summary ?? "API" };
}

/** One endpoint of the public API, with ways to the ones before and after it. */
export default async function OperationPage({ params }: Props) {
  const { operation: wanted } = await params;
  const all = apiReference(originOf(await headers())).groups.flatMap(({ operations }) => operations);
  const at = all.findIndex(({ id }) => id === wanted);
  const operation = all[at];
  if (!operation) notFound();
  const [before, after] = [all[at - 1], all[at + 1]];
  return (
    <>
      <ApiOperationView operation={operation} />
      <nav
        aria-label="Before and after"
        className="mt-8 flex flex-wrap justify-between gap-x-6 gap-y-2 border-line border-t pt-4 text-sm"
      >
        {before && (
          <Link rel="prev" href={`/docs/api/${before.id}`} prefetch={false} className="hover:text-accent-ink">
            <span className="block text-faint text-xs">Before</span>
            {before.summary}
          </Link>
        )}
        {after && (
          <Link
            rel="next"
            href={`/docs/api/${after.id}`}
            prefetch={false}
            className="ml-auto text-right hover:text-accent-ink"
          >
            <span className="block text-faint text-xs">After</span>
            {after.summary}
          </Link>
        )}
      </nav>
    </>
  );
}
