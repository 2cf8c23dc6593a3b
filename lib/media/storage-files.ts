import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { Failure } from "#lib/domain/failure";
import type { ByteRange, MediaStorage } from "./storage-port";

const KEY = /^(?!\.)[\w-]+(\/(?!\.)[\w.-]+)*\/?$/;

/** Media as files below one folder that nobody else may read. */
export class FileStorage implements MediaStorage {
  constructor(private readonly root: string) {}

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.place(key, (temporary) => writeFile(temporary, bytes, { mode: 0o600 }));
  }

  async putFile(key: string, file: string): Promise<void> {
    await this.place(key, async (temporary) => {
      await rename(file, temporary).catch(async (error: NodeJS.ErrnoException) => {
        // The file came from another file system.
        if (error.code !== "EXDEV") throw error;
        await copyFile(file, temporary);
      });
    });
  }

  async get(key: string): Promise<Uint8Array> {
    return readFile(this.pathOf(key)).catch(explain);
  }

  async stream(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>> {
    const file = await open(this.pathOf(key)).catch(explain);
    const stream = createReadStream("", { fd: file, ...range });
    return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
  }

  async withFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T> {
    const file = this.pathOf(key);
    await open(file).then((handle) => handle.close(), explain);
    return use(file);
  }

  async removeBelow(prefix: string): Promise<void> {
    // Again, where something is written there at the same time.
    await rm(this.pathOf(prefix), { recursive: true, force: true, maxRetries: 5 });
  }

  /** Writes beside the target and renames: a crash leaves no half file under the key. */
  private async place(key: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const target = this.pathOf(key);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    const temporary = `${target}.${randomUUID()}.part`;
    try {
      await write(temporary);
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  private pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error("a storage key is made of letters, digits, dots and slashes");
    return path.join(this.root, key);
  }
}

function explain(error: NodeJS.ErrnoException): never {
  if (error.code === "ENOENT") throw new Failure("not_found", "This file is not in the media storage.");
  throw new Failure("unavailable", "The media storage cannot be read.", { cause: error });
}
