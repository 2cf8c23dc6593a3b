"use client";

import { Badge } from "#components/ui/badge";
import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { dateTime, useNow } from "#lib/client/time";
import { type PolicyVersion, policyDiff } from "#lib/domain/policy-history";
import { PolicyChanges } from "./policy-changes";

interface PolicyVersionsProps {
  versions: PolicyVersion[];
  active: number;
  onRestore: (version: PolicyVersion) => void;
}

/** Every version there was, newest first, with what it changed. */
export function PolicyVersions({ versions, active, onRestore }: PolicyVersionsProps) {
  const inBrowser = useNow() > 0;
  return (
    <Card title="History" className="mt-5">
      <ol className="-my-2 divide-y divide-line">
        {versions.map((entry, i) => {
          const before = versions[i + 1];
          return (
            <li key={entry.version} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3">
              <div className="w-40 shrink-0">
                <p className="font-medium text-sm">
                  Version {entry.version} {entry.version === active && <Badge tone="accent">In force</Badge>}
                </p>
                <p className="text-faint text-xs">
                  <time dateTime={entry.createdAt}>{inBrowser && dateTime(entry.createdAt)}</time>
                  {entry.createdBy && <span className="block">by {entry.createdBy}</span>}
                </p>
              </div>
              <div className="min-w-0 grow basis-64">
                {entry.note && <p className="mb-1 text-sm">{entry.note}</p>}
                {before && <PolicyChanges changes={policyDiff(before.body, entry.body)} />}
              </div>
              {entry.version !== active && (
                <Button size="sm" onClick={() => onRestore(entry)}>
                  Restore as new version
                </Button>
              )}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
