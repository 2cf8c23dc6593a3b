import type { Cluster, DecideTogetherAnswer, DecideTogetherBody } from "#lib/domain/cluster";
import { requestOwn } from "./fetch";
import type { Lease } from "./tasks";

const path = ({ id }: Pick<Lease, "id">) => `/api/desk/tasks/${encodeURIComponent(id)}/cluster`;

/** The near-duplicates that wait and can be decided with the item on the desk. */
export function readCluster(task: Pick<Lease, "id">, signal?: AbortSignal): Promise<Cluster> {
  return requestOwn(path(task), { signal });
}

/** One decision for the item on the desk and these near-duplicates. */
export function decideTogether(
  task: Lease,
  body: Omit<DecideTogetherBody, "leaseToken">,
): Promise<DecideTogetherAnswer> {
  return requestOwn(path(task), { method: "POST", body: { ...body, leaseToken: task.leaseToken } });
}
