import { closeQueues } from "#lib/jobs/enqueue";
import { closeStore } from "#lib/store/client";
import { closeNotify } from "#lib/store/notify";

/** Closes every connection of this process, queue producers first. */
export async function closeConnections(): Promise<void> {
  await closeQueues();
  await closeNotify();
  await closeStore();
}
