import type { ReactNode } from "react";
import { SettingsNav } from "#components/settings/settings-nav";
import { Page } from "#components/ui/page-header";
import { requireUser } from "#lib/http/page-user";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const { role } = await requireUser("lead");
  return (
    <Page>
      <SettingsNav role={role} />
      {children}
    </Page>
  );
}
