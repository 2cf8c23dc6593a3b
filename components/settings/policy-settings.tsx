"use client";

import { ErrorState, Skeleton } from "#components/ui/feedback";
import { usePolicyHistory } from "#lib/client/policy";
import { PolicyEditor } from "./policy-editor";

/** Loads the versions and opens the editor on the one in force. */
export function PolicySettings() {
  const { data, error, refetch } = usePolicyHistory();
  const active = data?.versions.find((version) => version.version === data.active);
  if (data && active) return <PolicyEditor key={active.version} active={active} versions={data.versions} />;
  if (error) return <ErrorState message={error.message} onRetry={refetch} />;
  return <Skeleton className="h-96" />;
}
