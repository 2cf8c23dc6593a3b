import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, openAsBlob } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { Failure } from "#lib/domain/failure";
import { type S3Credentials, signS3 } from "./s3-signature";
import type { ByteRange, MediaStorage } from "./storage-port";

export interface S3Options extends S3Credentials {
  /** `https://host[:port]`; the bucket is addressed by path, which all compatible stores understand. */
  endpoint: string;
  bucket: string;
}

interface Sent {
  /** The object's key, or nothing for the bucket itself. */
  key?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: Uint8Array | Blob;
  payloadHash?: string;
}

const EMPTY_HASH = createHash("sha256").digest("hex");
const TIMEOUT_MS = 60_000;

/** Media in a bucket of S3 or of a store that speaks its protocol (MinIO, Garage, Ceph, R2). */
export class S3Storage implements MediaStorage {
  constructor(private readonly options: S3Options) {}

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const payloadHash = createHash("sha256").update(bytes).digest("hex");
    await this.send("PUT", { key, body: bytes, payloadHash });
  }

  async putFile(key: string, file: string): Promise<void> {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    await this.send("PUT", { key, body: await openAsBlob(file), payloadHash: hash.digest("hex") });
    await rm(file, { force: true });
  }

  async get(key: string): Promise<Uint8Array> {
    return new Uint8Array(await (await this.send("GET", { key })).arrayBuffer());
  }

  async stream(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array>> {
    const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end}` } : {};
    const { body } = await this.send("GET", { key, headers });
    return body ?? new Blob([]).stream();
  }

  async withFile<T>(key: string, use: (file: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(path.join(tmpdir(), "sightline-"));
    const file = path.join(folder, "original");
    try {
      const body = await this.stream(key);
      await pipeline(Readable.fromWeb(body as NodeStream), createWriteStream(file, { mode: 0o600 }));
      return await use(file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async removeBelow(prefix: string): Promise<void> {
    for (;;) {
      const listing = await this.send("GET", { query: { "list-type": "2", prefix } });
      const keys = [...(await listing.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(
        ([, key]) => key as string,
      );
      if (keys.length === 0) return;
      for (const key of keys) await this.send("DELETE", { key });
    }
  }

  private async send(
    method: string,
    { key, query = {}, headers, body, payloadHash }: Sent,
  ): Promise<Response> {
    const { endpoint, bucket } = this.options;
    const url = new URL(key === undefined ? `/${bucket}` : `/${bucket}/${key}`, endpoint);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const signed = signS3(
      { method, url, headers, payloadHash: payloadHash ?? EMPTY_HASH },
      this.options,
      new Date(),
    );
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { method, headers: signed, body: body as BodyInit, signal }).catch(
      (cause) => {
        throw new Failure("unavailable", "The media storage cannot be reached.", { cause });
      },
    );
    if (response.ok) return response;
    await response.body?.cancel();
    if (response.status === 404) throw new Failure("not_found", "This file is not in the media storage.");
    throw new Failure("unavailable", `The media storage answered ${response.status}.`);
  }
}
