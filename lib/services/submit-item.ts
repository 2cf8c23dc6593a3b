import { createHash } from "node:crypto";
import { baseLanguage, MAX_TEXT, type ModerateBody, mediaSources } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import { enqueue } from "#lib/jobs/enqueue";
import { log } from "#lib/observe/log";
import { canonicalJson } from "#lib/store/audit";
import { type Item, insertItem } from "#lib/store/items";
import { checkReceiver } from "./webhook-address";

export interface Submission {
  orgId: string;
  apiKeyId: string | null;
  body: ModerateBody;
}

/**
 * Stores a post once and puts it on the queue. The same content id with the same body gives the item that is
 * there; with another body it is a `content_conflict`. When the queue is down the item is safe: the sweep
 * enqueues it later.
 */
export async function submitItem({
  orgId,
  apiKeyId,
  body,
}: Submission): Promise<{ item: Item; created: boolean }> {
  checkModalities(body);
  if (body.callback_url !== undefined) checkReceiver(body.callback_url, "/callback_url");
  const { metadata } = body;
  const bodyHash = hashBody(body);
  const stored = await insertItem({
    orgId,
    apiKeyId,
    contentId: body.content_id,
    bodyHash,
    text: body.text ?? null,
    modalities: ["text"],
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
  if (stored.created) await deliver(stored.item.id);
  return stored;
}

async function deliver(itemId: string): Promise<void> {
  try {
    await enqueue("moderate", { itemId });
  } catch (error) {
    log("submit-item").warn({ itemId, err: error }, "not enqueued, the sweep will do it");
  }
}

function checkModalities(body: ModerateBody): void {
  const unsupported = mediaSources(body).map(({ field }) => field);
  if (unsupported.length > 0)
    throw new Failure(
      "unsupported",
      "This version judges text; images, audio and video are not supported yet.",
      {
        errors: unsupported.map((field) => ({ pointer: `/${field}`, message: "Not supported yet." })),
      },
    );
  if (body.text === undefined || body.text.trim() === "")
    throw new Failure("invalid_input", "There is nothing to judge: send at least one modality.", {
      errors: [{ pointer: "/text", message: "Required, and not empty." }],
    });
  if (body.text.length > MAX_TEXT)
    throw new Failure(
      "too_large",
      `The text has ${body.text.length.toLocaleString("en")} characters; at most ${MAX_TEXT.toLocaleString("en")} are judged.`,
      {
        errors: [{ pointer: "/text", message: `At most ${MAX_TEXT.toLocaleString("en")} characters.` }],
      },
    );
}

/** Equal for equal content: how long the caller waits is not part of it. */
function hashBody(body: ModerateBody): string {
  const { wait_ms: _, ...content } = body;
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
