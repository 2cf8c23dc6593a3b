import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import { MEDIA_LIMITS, type MediaKind } from "#lib/domain/media";
import { declaredSize } from "./picture-size";
import { SNIFFED_BYTES, sniffMedia } from "./sniff";

/** A file that has arrived whole, typed by its bytes, and lies in the incoming folder until it is stored or discarded. */
export interface ReceivedFile {
  kind: MediaKind;
  type: string;
  file: string;
  sha256: string;
  bytes: number;
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

/** What a file of this kind may weigh at most, in words. */
export function tooHeavy(kind: MediaKind): Failure {
  return new Failure("too_large", `The ${kind} is larger than ${megabytes(MEDIA_LIMITS[kind].bytes)}.`);
}

/**
 * Takes a file in piece by piece, never holding more than a piece: onto disk, with its hash, refused as soon as it grows
 * past its kind's limit. `write` and `finish` throw Failure `too_large` or `invalid_input`; after either, or instead of
 * finishing, `discard`.
 */
export class FileReceiver {
  private readonly hash = createHash("sha256");
  private readonly head: Buffer[] = [];
  private tail = Buffer.alloc(0);
  private size = 0;

  private constructor(
    private readonly kind: MediaKind,
    private readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  static async open(kind: MediaKind): Promise<FileReceiver> {
    await mkdir(incomingFolder(), { recursive: true, mode: 0o700 });
    const file = path.join(incomingFolder(), randomUUID());
    return new FileReceiver(kind, file, await open(file, "wx", 0o600));
  }

  async write(piece: Uint8Array): Promise<void> {
    if (this.size + piece.byteLength > MEDIA_LIMITS[this.kind].bytes) throw tooHeavy(this.kind);
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    if (this.size < SNIFFED_BYTES) this.head.push(Buffer.from(bytes.subarray(0, SNIFFED_BYTES - this.size)));
    this.tail = Buffer.concat([this.tail, bytes]).subarray(-SNIFFED_BYTES);
    this.size += bytes.byteLength;
    this.hash.update(bytes);
    await this.handle.write(bytes);
  }

  async finish(): Promise<ReceivedFile> {
    await this.handle.close();
    const head = Buffer.concat(this.head);
    const { kind, type } = sniffMedia(head, this.tail, this.kind);
    if (kind === "image") checkPixels(head, type);
    return { kind, type, file: this.file, sha256: this.hash.digest("hex"), bytes: this.size };
  }

  async discard(): Promise<void> {
    await this.handle.close().catch(() => {});
    await discard(this.file);
  }
}

function checkPixels(head: Uint8Array, type: string): void {
  const size = declaredSize(head, type);
  if (size && size.width * size.height > MEDIA_LIMITS.image.pixels)
    throw new Failure("too_large", "The picture has more than 40 megapixels.");
  if (size && (size.width === 0 || size.height === 0))
    throw new Failure("invalid_input", "The picture declares a size of nothing.");
}

/** Takes a file in from pieces as they come. Throws what FileReceiver throws, and what the pieces throw. */
export async function receive(kind: MediaKind, pieces: AsyncIterable<Uint8Array>): Promise<ReceivedFile> {
  const receiver = await FileReceiver.open(kind);
  try {
    for await (const piece of pieces) await receiver.write(piece);
    return await receiver.finish();
  } catch (error) {
    await receiver.discard();
    throw error;
  }
}

/** Removes a received file that nobody stored. */
export async function discard(file: string): Promise<void> {
  await rm(file, { force: true });
}

/** Files older than this are what a crash left: no upload takes so long. */
const STALE_MS = 60 * 60 * 1000;

/** Removes what crashes left in the incoming folder. */
export async function dropStaleFiles(now: Date): Promise<number> {
  const names = await readdir(incomingFolder()).catch(() => []);
  let dropped = 0;
  for (const name of names) {
    const file = path.join(incomingFolder(), name);
    const found = await stat(file).catch(() => null);
    if (!found || now.getTime() - found.mtimeMs < STALE_MS) continue;
    await discard(file);
    dropped += 1;
  }
  return dropped;
}

/** On the file system of the data folder, so that storing is a rename. */
const incomingFolder = () => path.resolve(env().SIGHTLINE_DATA_DIR, "incoming");
