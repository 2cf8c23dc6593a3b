import type { ReactNode } from "react";

export interface AppealFrameProps {
  organization?: string;
  title: string;
  children: ReactNode;
}

/** The frame of the pages for people affected: one calm column, large enough to read on a phone. */
export function AppealFrame({ organization, title, children }: AppealFrameProps) {
  return (
    <main className="mx-auto w-full max-w-xl px-5 py-10 text-lg sm:py-16">
      {organization && <p className="mb-2 font-medium text-faint text-sm">{organization}</p>}
      <h1 className="mb-5 text-balance font-semibold text-2xl tracking-tight">{title}</h1>
      {children}
    </main>
  );
}
