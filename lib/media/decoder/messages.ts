import type { Picture } from "#lib/domain/media";

/** What a decoder process is asked. Files are local paths that it only reads; it writes nothing. */
export type DecodeRequest = { job: number; task: DecodeTask; file: string };

/** A stranger's picture to be judged, one of which people get a copy, or a frame of a film that the house has written itself. */
export type DecodeTask = keyof Decoded;

/** What each task gives. */
export interface Decoded {
  image: DecodedImage;
  copy: EncodedCopy;
  frame: DecodedFrame;
}

/** A re-encoded copy, without the original's metadata. */
export interface EncodedCopy {
  bytes: Uint8Array;
  type: string;
}

/** A decoded picture, and a JPEG to read words off; null where nothing on it could be letters. */
export interface DecodedFrame extends Picture {
  readable: Uint8Array | null;
}

/** Of a moving picture the first frame, and more of them in `others`. */
export interface DecodedImage extends DecodedFrame {
  others: Picture[];
}

export type DecodeReply =
  | { job: number; ok: true; made: Decoded[DecodeTask] }
  /** The file's own fault, in words for people. */
  | { job: number; ok: false; problem: string };

/** What a process says: once that it takes work, then an answer per job. */
export type DecoderMessage = { ready: true } | DecodeReply;
