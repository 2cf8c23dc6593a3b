import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge";
import { dateTime, useNow } from "#lib/client/time";
import type { PolicyChange, PolicyVersion } from "#lib/domain/policy-history";
import { PolicyChanges } from "./policy-changes";

interface VersionEntryProps {
  version: PolicyVersion;
  inForce: boolean;
  /** What it changed; null of the first version. */
  changes: PolicyChange[] | null;
  /** What can be done with it. */
  children: ReactNode;
}

/** A version of the policy in a list: when, by whom, why, and what it changed. */
export function VersionEntry({ version, inForce, changes, children }: VersionEntryProps) {
  const inBrowser = useNow() > 0;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
      <div className="w-40 shrink-0">
        <p className="font-medium text-sm">
          Version {version.version} {inForce && <Badge tone="accent">In force</Badge>}
        </p>
        <p className="text-faint text-xs">
          <time dateTime={version.createdAt}>{inBrowser && dateTime(version.createdAt)}</time>
          {version.createdBy && <span className="block">by {version.createdBy}</span>}
        </p>
      </div>
      <div className="min-w-0 grow basis-64">
        {version.note && <p className="mb-1 text-sm">{version.note}</p>}
        {changes && <PolicyChanges changes={changes} />}
      </div>
      {children}
    </li>
  );
}
