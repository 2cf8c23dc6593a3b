import { MAX_TEXT, type ModerateBody } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import { enqueue } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import { type Item, insertItem, type NewItem } from "#lib/store/items";
import { newItem } from "./new-item";
import { discardFiles, type ReceivedFile } from "./receive-upload";
import { type SubmittedMedium, submittedMedia, unstoreMedia } from "./submit-media";
import { checkReceiver } from "./webhook-address";

export interface Submission {
  orgId: string;
  apiKeyId: string | null;
  body: ModerateBody;
  /** Files that came beside the body. */
  uploads?: ReceivedFile[];
  /** Place in the work queue: unset goes first, then small numbers. */
  queuePriority?: number;
}

/**
 * Stores a post with its media once and puts it on the queue. The same content id with the same body gives the item that is
 * there; with another body it is a `content_conflict`. When the queue is down the item is safe: the sweep
 * enqueues it later.
 */
export async function submitItem({
  orgId,
  apiKeyId,
  body,
  uploads = [],
  queuePriority,
}: Submission): Promise<{ item: Item; created: boolean }> {
  if (body.callback_url !== undefined) checkReceiver(body.callback_url, "/callback_url");
  const files = [...uploads];
  try {
    const media = await submittedMedia(body, files);
    checkContent(body, media);
    return await storeItem({ orgId, apiKeyId, body, queuePriority }, media);
  } finally {
    await discardFiles(files);
  }
}

async function storeItem(
  { orgId, apiKeyId, body, queuePriority }: Submission,
  media: SubmittedMedium[],
): Promise<{ item: Item; created: boolean }> {
  const row = await newItem({ orgId, apiKeyId, callbackUrl: body.callback_url ?? null }, body, media);
  const stored = await insertOnce(row);
  if (!stored.created && stored.item.bodyHash !== row.bodyHash)
    throw new Failure(
      "content_conflict",
      "This content_id was submitted before with another body. Use a new content_id for changed content.",
      {
        errors: [{ pointer: "/content_id", message: "Already used for other content." }],
      },
    );
  if (stored.created) await deliver(stored.item.id, queuePriority);
  return stored;
}

/** Inserts an item with its media; takes the stored files back when it was there already or cannot be written. */
async function insertOnce(input: NewItem): Promise<{ item: Item; created: boolean }> {
  let written = false;
  try {
    const stored = await insertItem(input);
    written = stored.created;
    return stored;
  } finally {
    if (!written) await unstoreMedia(input.orgId, input.media);
  }
}

async function deliver(itemId: string, priority?: number): Promise<void> {
  try {
    await enqueue("moderate", { itemId }, { priority });
  } catch (error) {
    log("submit-item").warn({ itemId, err: error }, "not enqueued, the sweep will do it");
  }
}

function checkContent({ text }: ModerateBody, media: readonly SubmittedMedium[]): void {
  if (media.length === 0 && !text?.trim())
    throw new Failure("invalid_input", "There is nothing to judge: send at least one modality.", {
      errors: [{ pointer: "/text", message: "Required, and not empty." }],
    });
  if (text !== undefined && text.length > MAX_TEXT)
    throw new Failure(
      "too_large",
      `The text has ${text.length.toLocaleString("en")} characters; at most ${MAX_TEXT.toLocaleString("en")} are judged.`,
      {
        errors: [{ pointer: "/text", message: `At most ${MAX_TEXT.toLocaleString("en")} characters.` }],
      },
    );
}
