import type { ReactNode } from "react";
import { AppShell } from "#components/shell/app-shell";
import { requireUser } from "#lib/http/page-user";

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { name, email, role, organization } = await requireUser("moderator");
  return <AppShell user={{ name, email, role, organization }}>{children}</AppShell>;
}
