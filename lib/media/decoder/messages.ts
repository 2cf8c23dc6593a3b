import type { Picture } from "#lib/domain/media";

/** What a decoder process is asked. Files are local paths that it only reads; it writes nothing. */
export type DecodeRequest = { job: number; task: DecodeTask; file: string };

/** A stranger's picture, or a frame of a film that the house has written itself: no copy for people is made of it. */
export type DecodeTask = "image" | "frame";

/** A re-encoded copy, without the original's metadata. */
export interface EncodedCopy {
  bytes: Uint8Array;
  type: string;
}

/** A decoded picture. Of a moving one the first frame, and more of them in `others`. */
export interface DecodedImage extends Picture {
  readable: Uint8Array;
  others: Picture[];
  view: EncodedCopy;
}

export type DecodeReply =
  | { job: number; ok: true; image: DecodedImage | Picture }
  /** The file's own fault, in words for people. */
  | { job: number; ok: false; problem: string };
