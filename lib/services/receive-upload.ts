import { Base64Pieces } from "#lib/domain/base64";
import type { MediaKind } from "#lib/domain/media";
import { discard, FileReceiver, type ReceivedFile, receive } from "#lib/media/receive";

export type { ReceivedFile };

/** Takes in a file as it comes, e.g. a part of a multipart body. */
export const receiveFile = receive;

/** A file in base64 whose characters arrive piece by piece. */
export class Base64Receiver {
  private readonly pieces = new Base64Pieces();

  private constructor(private readonly receiver: FileReceiver) {}

  static async open(kind: MediaKind): Promise<Base64Receiver> {
    return new Base64Receiver(await FileReceiver.open(kind));
  }

  async write(characters: string): Promise<void> {
    await this.receiver.write(Buffer.from(this.pieces.push(characters), "base64"));
  }

  async finish(): Promise<ReceivedFile> {
    await this.receiver.write(Buffer.from(this.pieces.finish(), "base64"));
    return this.receiver.finish();
  }

  discard(): Promise<void> {
    return this.receiver.discard();
  }
}

/** Characters decoded at a time. */
const STRETCH = 1 << 18;

/** A file in base64 that is in memory already. */
export async function receiveBase64(kind: MediaKind, base64: string): Promise<ReceivedFile> {
  const receiver = await Base64Receiver.open(kind);
  try {
    for (let at = 0; at < base64.length; at += STRETCH) await receiver.write(base64.slice(at, at + STRETCH));
    return await receiver.finish();
  } catch (error) {
    await receiver.discard();
    throw error;
  }
}

/** Removes received files that were not stored; those that were are somewhere else already. */
export async function discardFiles(files: readonly ReceivedFile[]): Promise<void> {
  await Promise.all(files.map(({ file }) => discard(file)));
}
