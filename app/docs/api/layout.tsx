import type { ReactNode } from "react";
import { ApiNav } from "#components/docs/api-nav";
import { OPERATIONS, TAGS } from "#lib/domain/api/operations/index";

/** The frame of the API's pages: every endpoint at the side. */
export default function ApiLayout({ children }: { children: ReactNode }) {
  const groups = Object.keys(TAGS).map((name) => ({
    name,
    operations: OPERATIONS.filter(({ tag }) => tag === name).map(({ id, summary }) => ({ id, summary })),
  }));
  return (
    <div className="mx-auto w-full max-w-7xl gap-10 px-4 py-6 md:px-8 lg:grid lg:grid-cols-[15rem_minmax(0,1fr)]">
      <ApiNav groups={groups} />
      <main className="min-w-0">{children}</main>
    </div>
  );
}
