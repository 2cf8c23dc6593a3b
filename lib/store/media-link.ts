import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { authSecret } from "#lib/config/env";

/** A link works this long; it is made anew with every answer that carries it. */
const LINK_SECONDS = 15 * 60;
/** Links of one medium stay the same for a while, so that a browser need not fetch the bytes again. */
const STEP_SECONDS = 5 * 60;

let key: Buffer | undefined;

function signature(mediaId: string, name: string, until: number): Buffer {
  key ??= Buffer.from(hkdfSync("sha256", authSecret(), "", "sightline media links", 32));
  return createHmac("sha256", key).update(`${mediaId}\n${name}\n${until}`).digest();
}

/** The address of a rendition for people who are signed in, good for a quarter of an hour or a little more. */
export function mediaLink(mediaId: string, name: string, now = Date.now()): string {
  const until = (Math.floor(now / 1000 / STEP_SECONDS) + 1) * STEP_SECONDS + LINK_SECONDS;
  const signed = signature(mediaId, name, until).toString("base64url");
  return `/api/desk/media/${mediaId}/${name}?until=${until}&signature=${signed}`;
}

/** Whether a link is one of ours and has not run out. */
export function isMediaLink(
  link: { mediaId: string; name: string; until: number; signature: string },
  now = Date.now(),
): boolean {
  const given = Buffer.from(link.signature, "base64url");
  const wanted = signature(link.mediaId, link.name, link.until);
  return link.until * 1000 > now && given.length === wanted.length && timingSafeEqual(given, wanted);
}
