import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Failure } from "#lib/domain/failure";
import type { MediaKind, PreparedMedia, UnusableMedia } from "#lib/domain/media";
import { DecoderPool } from "#lib/media/decoder/pool";
import { type FetchOptions, fetchMedia } from "#lib/media/fetch-media";
import type { MadeMedia } from "#lib/media/made-media";
import { makeAudio } from "#lib/media/make-audio";
import { makeImage } from "#lib/media/make-image";
import { makeVideo } from "#lib/media/make-video";
import { mediaStorage } from "#lib/media/storage";
import { originalKey, renditionKey } from "#lib/media/storage-port";
import { log } from "#lib/observe/log";
import {
  findMedia,
  type Media,
  type NewRendition,
  setFetched,
  setPrepared,
  setProblem,
  setProgress,
} from "#lib/store/media";

/**
 * Decodes one kind of medium: `file` is a local path to be read and nothing else, `folder` is for what it makes. Rejects with
 * Failure, worded for people, when the file is at fault.
 */
type Maker = (
  file: string,
  folder: string,
  onProgress: (done: number) => void,
) => Promise<MadeMedia<"image"> | MadeMedia<"audio"> | MadeMedia<"video">>;

export interface MediaPreparer {
  /** An item's media, each ready for the stages or with the reason why not. Rejects when storage or database fail. */
  prepare(itemId: string): Promise<PreparedMedia[]>;
  close(): void;
}

export interface PreparerOptions {
  /** Decoder processes, which start when first needed. */
  processes: number;
  fetch?: FetchOptions;
}

/** Opens what fetching and decoding need. */
export function openMediaPreparer({ processes, fetch }: PreparerOptions): MediaPreparer {
  const decoders = new DecoderPool({ processes });
  const makers: Partial<Record<MediaKind, Maker>> = {
    image: (file, folder) => makeImage(file, folder, decoders),
    audio: (file, folder) => makeAudio(file, folder),
    video: (file, folder, onProgress) => makeVideo(file, folder, { decoders, onProgress }),
  };
  return {
    prepare: async (itemId) => {
      const media: PreparedMedia[] = [];
      for (const row of await findMedia(itemId))
        media.push(await prepareRow(row, makers[row.kind as MediaKind], fetch));
      return media;
    },
    close: () => decoders.close(),
  };
}

/** Steps in which progress is written: a short film is done before the first. */
const PROGRESS_MS = 2000;

/** Writes how far a medium is, now and then. That it could not be written harms nothing. */
function tellProgress(mediaId: string): (done: number) => void {
  let last = Date.now();
  return (done) => {
    if (Date.now() - last < PROGRESS_MS || done >= 1) return;
    last = Date.now();
    setProgress(mediaId, Math.round(done * 100) / 100).catch((error: Error) =>
      log("prepare-media").debug({ mediaId, err: error.message }, "progress not written"),
    );
  };
}

async function prepareRow(row: Media, make: Maker | undefined, fetch?: FetchOptions): Promise<PreparedMedia> {
  const folder = await mkdtemp(path.join(tmpdir(), "sightline-"));
  try {
    const stored = row.storageKey ? row : { ...row, ...(await fetchOriginal(row, fetch)) };
    if (!make) throw new Failure("unsupported", `No model here judges ${row.kind} files.`);
    const { storageKey, sha256 } = stored as { storageKey: string; sha256: string };
    const made = await mediaStorage().withFile(storageKey, (file) =>
      make(file, folder, tellProgress(row.id)),
    );
    await keep(row, made);
    return { ...made.media, id: row.id, sha256 };
  } catch (error) {
    return await unusable(row, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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
  await setFetched(row.id, fetched);
  return fetched;
}

async function keep(
  row: Media,
  { facts, renditions }: Pick<MadeMedia<"image">, "facts" | "renditions">,
): Promise<void> {
  const kept: NewRendition[] = [];
  for (const { name, type, file } of renditions) {
    const storageKey = renditionKey(row.orgId, row.id, name);
    const { size } = await stat(file);
    await mediaStorage().putFile(storageKey, file);
    kept.push({ name, type, storageKey, bytes: size });
  }
  await setPrepared(row.id, facts, kept);
}
