import { Failure } from "#lib/domain/failure";
import { keptHidden, type Sighted } from "#lib/domain/first-sight";
import type { DeskMedia, MediaKind, RenditionName } from "#lib/domain/media";
import { mediaStorage } from "#lib/media/storage";
import type { ByteRange } from "#lib/media/storage-port";
import { factsOf, findMedia, findMedium } from "#lib/store/media";
import { isMediaLink, mediaLink } from "#lib/store/media-link";

/** An item's media as the desk shows them to somebody, with links to their copies. */
export async function deskMedia(itemId: string, sighted: Sighted): Promise<DeskMedia[]> {
  const rows = await findMedia(itemId);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as MediaKind,
    type: row.type,
    bytes: row.bytes,
    sha256: row.sha256,
    facts: factsOf(row),
    renditions: Object.fromEntries(row.renditions.map(({ name }) => [name, mediaLink(row.id, name)])),
    problem: row.problem,
    keptHidden: keptHidden(row.kind as MediaKind, sighted),
  }));
}

export interface RenditionLink {
  id: string;
  name: RenditionName;
  until: number;
  signature: string;
}

export interface OpenRendition {
  type: string;
  /** Of the whole. */
  bytes: number;
  /** What `body` holds of it, when that is not all. */
  range: ByteRange | null;
  body: ReadableStream<Uint8Array>;
}

/**
 * Opens a re-encoded copy for somebody of this organisation who has a link to it. `range` is the header of the request.
 * Throws `not_found` for a link that is not ours and for other organisations' media, `gone` for one that has run out.
 */
export async function openRendition(
  orgId: string,
  { id, name, until, signature }: RenditionLink,
  range: string | null,
): Promise<OpenRendition> {
  const link = { mediaId: id, name, until, signature };
  if (!isMediaLink(link, 0)) throw new Failure("not_found", "There is no such file.");
  if (!isMediaLink(link)) throw new Failure("gone", "The link has run out; load the page again.");
  const medium = await findMedium(orgId, id);
  const rendition = medium?.renditions.find((each) => each.name === name);
  if (!rendition) throw new Failure("not_found", "There is no such file.");
  const part = rangeOf(range, rendition.bytes);
  const body = await mediaStorage().stream(rendition.storageKey, part ?? undefined);
  return { type: rendition.type, bytes: rendition.bytes, range: part, body };
}

/** The one range of a Range header (RFC 9110) that lies within the file; null asks for all of it. */
export function rangeOf(header: string | null, bytes: number): ByteRange | null {
  const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  const start = from === "" ? Math.max(0, bytes - Number(to)) : Number(from);
  const end = from === "" || to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  return start > end ? null : { start, end };
}
