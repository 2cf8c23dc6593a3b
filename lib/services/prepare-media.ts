import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Failure } from "#lib/domain/failure";
import {
  MEDIA_LIMITS,
  type MediaFacts,
  type MediaKind,
  type PreparedImage,
  type PreparedMedia,
  type UnusableMedia,
} from "#lib/domain/media";
import { DecoderPool } from "#lib/media/decoder/pool";
import { type FetchOptions, fetchMedia } from "#lib/media/fetch-media";
import type { MadeMedia, MadeRendition } from "#lib/media/made-media";
import { copyAudio, makeAudio } from "#lib/media/make-audio";
import { copyImage, makeImage } from "#lib/media/make-image";
import { copyVideo, makeVideo } from "#lib/media/make-video";
import { discard } from "#lib/media/receive";
import { mediaStorage } from "#lib/media/storage";
import { mediaPrefix, originalKey, renditionKey } from "#lib/media/storage-port";
import { log } from "#lib/observe/log";
import {
  factsOf,
  findMedia,
  findUncopied,
  type Media,
  type NewRendition,
  setCopied,
  setCopyProblem,
  setFetched,
  setPrepared,
  setProblem,
  setProgress,
} from "#lib/store/media";
import { type ReceivedFile, receiveBase64 } from "./receive-upload";

/**
 * What is made of one kind of medium: `file` is a local path to be read and nothing else, `folder` is for what is made. Both
 * reject with Failure, worded for people, when the file is at fault.
 */
interface Maker {
  /** For the stages. */
  make(
    file: string,
    folder: string,
    onProgress: (done: number) => void,
  ): Promise<MadeMedia<"image"> | MadeMedia<"audio"> | MadeMedia<"video">>;
  /** For people. */
  copy(file: string, folder: string, facts: MediaFacts): Promise<MadeRendition>;
}

export interface MediaPreparer {
  /** An item's media, each ready for the stages or with the reason why not. Rejects when storage or database fail. */
  prepare(itemId: string): Promise<PreparedMedia[]>;
  /**
   * Makes people's copies of an item's prepared media that have none yet: after the verdict, which does not wait for them.
   * A medium that cannot be copied says so to people. Rejects when storage or database fail.
   */
  makeCopies(itemId: string): Promise<void>;
  /**
   * A picture that nobody keeps, from an address or a data URL, fetched under the same guard and limits as an item's. Rejects
   * with Failure, worded for the caller, when the file or the address is at fault.
   */
  look(source: string): Promise<PreparedImage>;
  /** The same, with the re-encoded copy that people are shown. */
  lookAndCopy(source: string): Promise<LookedAt>;
  close(): void;
}

export interface LookedAt {
  media: PreparedImage;
  /** The copy's bytes and what they are, e.g. `image/webp`. */
  bytes: Uint8Array;
  type: string;
}

export interface PreparerOptions {
  /** Decoder processes, which start when first needed. */
  processes: number;
  fetch?: FetchOptions;
}

/** Opens what fetching and decoding need. */
export function openMediaPreparer({ processes, fetch }: PreparerOptions): MediaPreparer {
  const decoders = new DecoderPool({ processes });
  const makers: Record<MediaKind, Maker> = {
    image: {
      make: (file) => makeImage(file, decoders),
      copy: (file, folder) => copyImage(file, folder, decoders),
    },
    audio: { make: (file) => makeAudio(file), copy: (file, folder) => copyAudio(file, folder) },
    video: {
      make: (file, folder, onProgress) => makeVideo(file, folder, { decoders, onProgress }),
      copy: (file, folder, { seconds = MEDIA_LIMITS.video.seconds }) => copyVideo(file, folder, seconds),
    },
  };
  return {
    prepare: async (itemId) => {
      const rows = await findMedia(itemId);
      return Promise.all(rows.map((row) => prepareRow(row, makers[row.kind as MediaKind], fetch)));
    },
    makeCopies: async (itemId) => {
      for (const row of await findUncopied(itemId)) await copyRow(row, makers[row.kind as MediaKind]);
    },
    look: (source) => withPicture(source, fetch, (received) => imageOf(received, decoders)),
    lookAndCopy: (source) =>
      withPicture(source, fetch, async (received) => {
        const media = await imageOf(received, decoders);
        return { media, ...(await decoders.copyImage(received.file)) };
      }),
    close: () => decoders.close(),
  };
}

async function imageOf({ file, sha256 }: ReceivedFile, decoders: DecoderPool): Promise<PreparedImage> {
  const { media } = await makeImage(file, decoders);
  return { ...media, id: "scored", sha256 };
}

/** Works on a picture from an address or a data URL, which is discarded afterwards. */
async function withPicture<T>(
  source: string,
  fetch: FetchOptions | undefined,
  work: (received: ReceivedFile) => Promise<T>,
): Promise<T> {
  const received = source.startsWith("data:")
    ? await receiveDataUrl(source)
    : await fetchMedia(source, "image", fetch);
  try {
    return await work(received);
  } finally {
    await discard(received.file);
  }
}

/** The bytes of a data URL (RFC 2397) in base64; what type it declares is not asked. */
function receiveDataUrl(url: string): Promise<ReceivedFile> {
  const [, base64] = /^data:[^,]{0,200};base64,(.*)$/is.exec(url) ?? [];
  if (base64 === undefined)
    throw new Failure("invalid_input", "The data URL is not in base64 (data:image/png;base64,...).");
  return receiveBase64("image", base64);
}

/** Steps in which progress is written: a short film is done before the first. */
const PROGRESS_MS = 2000;

/** Writes how far a medium is, now and then. That it could not be written harms nothing. */
function tellProgress(mediaId: string): (done: number) => void {
  let last = Date.now();
  return (done) => {
    if (Date.now() - last < PROGRESS_MS || done >= 1) return;
    last = Date.now();
    setProgress(mediaId, Math.round(done * 100) / 100).catch((error) =>
      log("prepare-media").debug({ mediaId, err: error }, "progress not written"),
    );
  };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "sightline-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function prepareRow(row: Media, { make }: Maker, fetch?: FetchOptions): Promise<PreparedMedia> {
  return inFolder(async (folder) => {
    try {
      const stored = row.storageKey ? row : { ...row, ...(await fetchOriginal(row, fetch)) };
      const { storageKey, sha256 } = stored as { storageKey: string; sha256: string };
      const made = await mediaStorage().withFile(storageKey, (file) =>
        make(file, folder, tellProgress(row.id)),
      );
      const renditions: NewRendition[] = [];
      for (const rendition of made.renditions) renditions.push(await keep(row, rendition));
      if (!(await setPrepared(row.id, made.facts, renditions))) throw await erased(row);
      return { ...made.media, id: row.id, sha256 };
    } catch (error) {
      return await unusable(row, error);
    }
  });
}

function copyRow(row: Media, { copy }: Maker): Promise<void> {
  return inFolder(async (folder) => {
    try {
      const made = await mediaStorage().withFile(row.storageKey as string, (file) =>
        copy(file, folder, factsOf(row)),
      );
      if (!(await setCopied(row.id, await keep(row, made)))) throw await erased(row);
    } catch (error) {
      if (!(error instanceof Failure) || error.code === "unavailable") throw error;
      log("prepare-media").info({ mediaId: row.id, kind: row.kind, code: error.code }, "no copy for people");
      await setCopyProblem(row.id, `No copy of it could be made for people: ${error.message}`);
    }
  });
}

/** The file's fault is said to a person; everything else is the job's to try again. */
async function unusable(row: Media, error: unknown): Promise<UnusableMedia> {
  const kind = row.kind as MediaKind;
  if (!(error instanceof Failure) || (error.code === "unavailable" && row.storageKey)) throw error;
  log("prepare-media").info({ mediaId: row.id, kind, code: error.code }, "a medium cannot be judged");
  await setProblem(row.id, error.message);
  return { kind, id: row.id, problem: error.message };
}

async function fetchOriginal(row: Media, options?: FetchOptions) {
  if (!row.sourceUrl) throw new Failure("invalid_input", "The medium has neither bytes nor an address.");
  const { file, sha256, bytes, type } = await fetchMedia(row.sourceUrl, row.kind as MediaKind, options);
  const storageKey = originalKey(row.orgId, row.id);
  await mediaStorage().putFile(storageKey, file);
  const fetched = { storageKey, sha256, bytes, type };
  if (!(await setFetched(row.id, fetched))) throw await erased(row);
  return fetched;
}

/** A medium that was erased while it was worked on: what was stored of it since goes as well. */
async function erased({ orgId, id }: Media): Promise<Failure> {
  await mediaStorage().removeBelow(mediaPrefix(orgId, id));
  return new Failure("not_found", "The medium was erased.");
}

async function keep({ orgId, id }: Media, { name, type, file }: MadeRendition): Promise<NewRendition> {
  const storageKey = renditionKey(orgId, id, name);
  const { size } = await stat(file);
  await mediaStorage().putFile(storageKey, file);
  return { name, type, storageKey, bytes: size };
}
