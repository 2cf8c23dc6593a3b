import { createHash } from "node:crypto";
import { baseLanguage, type ModerateBody } from "#lib/domain/content";
import { canonicalJson } from "#lib/store/audit";
import type { NewItem } from "#lib/store/items";
import { mediaFingerprint, type SubmittedMedium, storeMedia } from "./submit-media";

/** Whose item it is, and who is told of it besides the webhooks. */
type Sender = Pick<NewItem, "orgId" | "apiKeyId" | "callbackUrl">;

/** The row of a post that is to be written; its files are stored by this. */
export async function newItem(
  sender: Sender,
  body: ModerateBody,
  media: readonly SubmittedMedium[],
): Promise<NewItem> {
  const { metadata } = body;
  const text = body.text?.trim() ? body.text : null;
  return {
    ...sender,
    contentId: body.content_id,
    bodyHash: hashBody(body, media),
    text,
    modalities: [...(text === null ? [] : ["text"]), ...media.map(({ kind }) => kind)],
    authorExternalId: metadata.user_id ?? null,
    community: metadata.community ?? null,
    region: metadata.region ?? null,
    language: baseLanguage(metadata.language),
    reach: metadata.reach ?? null,
    context: metadata.context ?? null,
    postedAt: metadata.timestamp ? new Date(metadata.timestamp) : null,
    media: await storeMedia(sender.orgId, media),
  };
}

/** Equal for equal content: how long the caller waits is not part of it. */
function hashBody(body: ModerateBody, media: readonly SubmittedMedium[]): string {
  const { wait_ms: _, image_base64, audio_base64, video_base64, ...rest } = body;
  const content = { ...rest, ...mediaFingerprint(media) };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}
