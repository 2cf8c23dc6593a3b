"use client";

import { Button } from "#components/ui/button";
import { Card } from "#components/ui/card";
import { type PolicyVersion, policyDiff } from "#lib/domain/policy-history";
import { VersionEntry } from "./version-entry";

interface PolicyVersionsProps {
  versions: PolicyVersion[];
  active: number;
  onRestore: (version: PolicyVersion) => void;
}

/** Every version there was, newest first, with what it changed. */
export function PolicyVersions({ versions, active, onRestore }: PolicyVersionsProps) {
  return (
    <Card title="History" className="mt-5">
      <ol className="-my-2 divide-y divide-line">
        {versions.map((entry, i) => {
          const before = versions[i + 1];
          return (
            <VersionEntry
              key={entry.version}
              version={entry}
              inForce={entry.version === active}
              changes={before ? policyDiff(before.body, entry.body) : null}
            >
              {entry.version !== active && (
                <Button size="sm" onClick={() => onRestore(entry)}>
                  Restore as new version
                </Button>
              )}
            </VersionEntry>
          );
        })}
      </ol>
    </Card>
  );
}
