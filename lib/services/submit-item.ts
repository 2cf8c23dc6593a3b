import { createHash } from "node:crypto";
import { baseLanguage, MAX_TEXT, type ModerateBody } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import { enqueue } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import { canonicalJson } from "#lib/store/audit";
import { type Item, insertItem, type NewItem } from "#lib/store/items";
import { discardFiles, type ReceivedFile } from "./receive-upload";
import {
  mediaFingerprint,
  type SubmittedMedium,
  storeMedia,
  submittedMedia,
  unstoreMedia,
} from "./submit-media";
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
  const { metadata } = body;
  const bodyHash = hashBody(body, media);
  const text = body.text?.trim() ? body.text : null;
  const stored = await insertOnce({
    orgId,
    apiKeyId,
    contentId: body.content_id,
    bodyHash,
    text,
    modalities: [...(text === null ? [] : ["text"]), ...media.map(({ kind }) => kind)],
    media: await storeMedia(orgId, media),
    authorExternalId: metadata.user_id ?? null,
    community: metadata.community ?? null,
    region: metadata.region ?? null,
    language: baseLanguage(metadata.language),
    reach: metadata.reach ?? null,
    context: metadata.context ?? null,
    postedAt: metadata.timestamp ? new Date(metadata.timestamp) : null,
    callbackUrl: body.callback_url ?? null,
  });
  if (!stored.created && stored.item.bodyHash !== bodyHash)
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

/** Equal for equal content: how long the caller waits is not part of it. */
export function hashBody(body: ModerateBody, media: readonly SubmittedMedium[]): string {
  const { wait_ms: _, image_base64, audio_base64, video_base64, ...rest } = body;
  const content = { ...rest, ...mediaFingerprint(media) };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
