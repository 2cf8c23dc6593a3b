import { type ModerateBody, mediaSources } from "#lib/domain/content";
import { Failure } from "#lib/domain/failure";
import { MEDIA_KINDS, type MediaKind } from "#lib/domain/media";
import { checkUrl, ForbiddenAddress } from "#lib/media/guarded-request";
import { mediaStorage } from "#lib/media/storage";
import { mediaPrefix, originalKey } from "#lib/media/storage-port";
import { newId } from "#lib/store/ids";
import type { NewMedia } from "#lib/store/media";
import { type ReceivedFile, receiveBase64 } from "./receive-upload";

/** A medium of a submission: to be fetched, or received already. */
export type SubmittedMedium = { kind: MediaKind; url: string } | ReceivedFile;

const wrong = (pointer: string, message: string) =>
  new Failure("invalid_input", message, { errors: [{ pointer, message }] });

/**
 * The media of a submission, at most one of each kind: files that came with it, base64 in its body, addresses. Throws
 * `invalid_input` at the field for a second one of a kind and for an address that will never be called. Files made here
 * from base64 are pushed to `uploads`, for the caller to discard.
 */
export async function submittedMedia(
  body: ModerateBody,
  uploads: ReceivedFile[],
): Promise<SubmittedMedium[]> {
  const media: SubmittedMedium[] = [];
  const sources = mediaSources(body);
  for (const kind of MEDIA_KINDS) {
    const files = uploads.filter((upload) => upload.kind === kind);
    const named = sources.filter((source) => source.kind === kind);
    if (files.length + named.length > 1)
      throw wrong(
        `/${named[0]?.field ?? kind}`,
        `Send one ${kind} at most: by address or by value, not both.`,
      );
    if (files[0]) media.push(files[0]);
    const source = named[0];
    if (!source) continue;
    if ("url" in source.from) media.push({ kind, url: checkedUrl(source.from.url, `/${source.field}`) });
    else {
      const file = await receiveBase64(kind, source.from.base64).catch((error) => {
        if (!(error instanceof Failure)) throw error;
        throw new Failure(error.code, error.message, {
          errors: [{ pointer: `/${source.field}`, message: error.message }],
        });
      });
      uploads.push(file);
      media.push(file);
    }
  }
  return media;
}

function checkedUrl(given: string, pointer: string): string {
  if (!URL.canParse(given)) throw wrong(pointer, "This is not an address (http or https).");
  const url = new URL(given);
  try {
    checkUrl(url);
  } catch (error) {
    if (error instanceof ForbiddenAddress) throw wrong(pointer, error.message);
    throw error;
  }
  return url.href;
}

/** What stands for each medium in the hash of a body: equal bytes are equal content however they were sent. */
export function mediaFingerprint(media: readonly SubmittedMedium[]): Record<string, string> {
  return Object.fromEntries(
    media.map((medium) =>
      "url" in medium ? [`${medium.kind}_url`, medium.url] : [medium.kind, medium.sha256],
    ),
  );
}

/** Stores the files of a new item and gives the rows to write with it. */
export async function storeMedia(orgId: string, media: readonly SubmittedMedium[]): Promise<NewMedia[]> {
  const rows: NewMedia[] = [];
  for (const medium of media) {
    const id = newId("med");
    const { kind } = medium;
    if ("url" in medium) {
      rows.push({ id, kind, sourceUrl: medium.url, storageKey: null, sha256: null, bytes: null, type: null });
      continue;
    }
    const { file, sha256, bytes, type } = medium;
    const storageKey = originalKey(orgId, id);
    await mediaStorage().putFile(storageKey, file);
    rows.push({ id, kind, sourceUrl: null, storageKey, sha256, bytes, type });
  }
  return rows;
}

/** Takes stored files back: the item was there already, or could not be written. */
export async function unstoreMedia(orgId: string, rows: readonly NewMedia[]): Promise<void> {
  for (const { id, storageKey } of rows)
    if (storageKey) await mediaStorage().removeBelow(mediaPrefix(orgId, id));
}
