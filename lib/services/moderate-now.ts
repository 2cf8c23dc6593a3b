import type { ItemResource } from "#lib/domain/api/item";
import { watchVerdicts } from "./await-verdict";
import { readItem } from "./read-item";
import { type Submission, submitItem } from "./submit-item";

/** Submits a post and waits for its verdict, at most `body.wait_ms`. */
export async function moderateNow(submission: Submission): Promise<ItemResource> {
  const { orgId, body } = submission;
  const watch = body.wait_ms > 0 ? await watchVerdicts() : null;
  try {
    const { item } = await submitItem(submission);
    await watch?.wait(item.id, body.wait_ms);
    return await readItem(orgId, item.id, false);
  } finally {
    watch?.close();
  }
}
