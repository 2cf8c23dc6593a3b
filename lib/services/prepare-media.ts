import { Failure } from "#lib/domain/failure";
import type { MediaFacts, MediaKind, PreparedMedia, RenditionName, UnusableMedia } from "#lib/domain/media";
import { DecoderPool } from "#lib/media/decoder/pool";
import { fetchMedia } from "#lib/media/fetch-media";
import { hashToHex } from "#lib/media/hash256";
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
} from "#lib/store/media";

/** A decoded medium: what the stages want, what its row keeps, and copies for people. */
export interface Preparation {
  prepared: PreparedMedia;
  facts: MediaFacts;
  copies: { name: RenditionName; type: string; bytes: Uint8Array }[];
}

/** What a preparer knows of the medium beside its file. */
export interface MediumFile {
  id: string;
  sha256: string;
  /** By its bytes. */
  type: string;
  /** A local path, to be read and nothing else. */
  file: string;
}

/** Decodes one kind of medium. Rejects with Failure, worded for people, when the file is at fault. */
export type Preparer = (medium: MediumFile) => Promise<Preparation>;

export interface MediaPreparer {
  /** An item's media, each ready for the stages or with the reason why not. Rejects when storage or database fail. */
  prepare(itemId: string): Promise<PreparedMedia[]>;
  close(): void;
}

/** Starts what decoding needs: processes of its own, as many as named, which start when first needed. */
export function openMediaPreparer(processes: number): MediaPreparer {
  const decoders = new DecoderPool({ processes });
  const preparers: Partial<Record<MediaKind, Preparer>> = {
    image: (medium) => prepareImage(medium, decoders),
  };
  return {
    prepare: async (itemId) => {
      const media: PreparedMedia[] = [];
      for (const row of await findMedia(itemId))
        media.push(await prepareRow(row, preparers[row.kind as MediaKind]));
      return media;
    },
    close: () => decoders.close(),
  };
}

async function prepareRow(row: Media, preparer: Preparer | undefined): Promise<PreparedMedia> {
  try {
    const stored = row.storageKey ? row : { ...row, ...(await fetchOriginal(row)) };
    if (!preparer) throw new Failure("unsupported", `No model here judges ${row.kind} files.`);
    const { storageKey, sha256, type } = stored as { storageKey: string; sha256: string; type: string };
    return await mediaStorage().withFile(storageKey, async (file) => {
      const made = await preparer({ id: row.id, sha256, type, file });
      await keep(row, made);
      return made.prepared;
    });
  } catch (error) {
    return unusable(row, error);
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

async function fetchOriginal(row: Media) {
  if (!row.sourceUrl) throw new Failure("invalid_input", "The medium has neither bytes nor an address.");
  const { file, sha256, bytes, type } = await fetchMedia(row.sourceUrl, row.kind as MediaKind);
  const storageKey = originalKey(row.orgId, row.id);
  await mediaStorage().putFile(storageKey, file);
  const fetched = { storageKey, sha256, bytes, type };
  await setFetched(row.id, fetched);
  return fetched;
}

async function keep(row: Media, { facts, copies }: Preparation): Promise<void> {
  const renditions: NewRendition[] = [];
  for (const { name, type, bytes } of copies) {
    const storageKey = renditionKey(row.orgId, row.id, name);
    await mediaStorage().put(storageKey, bytes);
    renditions.push({ name, type, storageKey, bytes: bytes.byteLength });
  }
  await setPrepared(row.id, facts, renditions);
}

async function prepareImage({ id, sha256, file }: MediumFile, decoders: DecoderPool): Promise<Preparation> {
  const { view, readable, others, ...picture } = await decoders.decodeImage(file);
  const { width, height, hashes } = picture;
  const pdq = hashToHex(hashes.pdq[0] as Uint8Array);
  return {
    prepared: { kind: "image", id, sha256, readable, others, ...picture },
    facts: { width, height, pdq, pdqQuality: hashes.quality },
    copies: [{ name: "view", ...view }],
  };
}
