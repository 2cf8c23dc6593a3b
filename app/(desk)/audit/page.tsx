import type { Metadata } from "next";
import { AuditLog } from "#components/audit/audit-log";
import { hasRole } from "#lib/domain/access";
import { requireUser } from "#lib/http/page-user";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage() {
  const { role } = await requireUser("lead");
  return <AuditLog mayVerify={hasRole(role, "admin")} />;
}
