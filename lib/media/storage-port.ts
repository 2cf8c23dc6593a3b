/** First and last byte, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of media lie: sealed originals and re-encoded copies. Keys are made by `originalKey` and
 * `renditionKey`, never from anything a caller sends. All methods throw Failure `unavailable` when the store cannot be
 * reached and `not_found` for a key that is not there.
 */
export interface MediaStorage {
  /** Stores bytes, replacing what is there; readers see the old or the new, never a part. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Stores a local file, which may be moved away in doing so. */
  putFile(key: string, file: string): Promise<void>;
  /** All bytes of something known to be small. */
  get(key: string): Promise<Uint8Array>;
  /** Streams all bytes, or a range within them. */
  stream(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>>;
  /** Lends a local path to read from, for as long as `use` runs: native decoders want files. */
  withFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T>;
  /** Removes everything below a prefix; what is not there is no error. */
  removeBelow(prefix: string): Promise<void>;
}

/** Everything of one medium. */
export const mediaPrefix = (orgId: string, mediaId: string) => `${orgId}/${mediaId}/`;
/** The sealed original, as it came. */
export const originalKey = (orgId: string, mediaId: string) => `${mediaPrefix(orgId, mediaId)}original`;
/** A re-encoded copy for people. */
export const renditionKey = (orgId: string, mediaId: string, name: string) =>
  `${mediaPrefix(orgId, mediaId)}${name}`;
