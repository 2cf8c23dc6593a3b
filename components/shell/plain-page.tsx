import type { ReactNode } from "react";
import { LinkButton } from "#components/ui/button";
import { Mark } from "./mark";

export interface PlainPageProps {
  title: string;
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
}

/** A page with one message: not found, forbidden, out of order. */
export function PlainPage({ title, children, action }: PlainPageProps) {
  return (
    <main className="grid min-h-[80dvh] place-items-center px-6 py-12">
      <div className="max-w-md">
        <Mark className="mb-5 size-8" />
        <h1 className="font-semibold text-xl tracking-tight">{title}</h1>
        <div className="mt-2 text-soft">{children}</div>
        {action && <div className="mt-6 flex flex-wrap gap-2">{action}</div>}
      </div>
    </main>
  );
}

/** Where to go from a page that cannot be shown. */
export function ToTheStart() {
  return (
    <LinkButton href="/" variant="primary">
      To the start
    </LinkButton>
  );
}
