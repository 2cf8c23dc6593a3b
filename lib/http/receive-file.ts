import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { env } from "#lib/config/env";
import { Failure } from "#lib/domain/failure";
import { newId } from "#lib/store/ids";
import type { ApiRequest } from "./api-request";
import { bodyPieces } from "./read-body";

/**
 * Writes a request's body into the data folder's `imports`, holding little of it at a time; the file's path. Throws
 * `too_large` beyond `limit` bytes and leaves nothing behind.
 */
export async function receiveFile(request: ApiRequest, name: string, limit: number): Promise<string> {
  if (!request.body) throw new Failure("malformed", "The file is empty.");
  const folder = path.resolve(env().SIGHTLINE_DATA_DIR, "imports");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The name is kept for people; on the disk only its ending is.
  const target = path.join(
    folder,
    newId("imp") +
      path
        .extname(name)
        .toLowerCase()
        .replace(/[^.a-z]/g, ""),
  );
  let size = 0;
  async function* counted(source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      size += chunk.byteLength;
      if (size > limit)
        throw new Failure("too_large", `The file is larger than ${limit / 1_000_000} MB. Split it.`);
      yield chunk;
    }
  }
  try {
    const body = Readable.from(bodyPieces(request), { objectMode: false });
    await pipeline(body, counted, createWriteStream(target, { mode: 0o600 }));
    if (size === 0) throw new Failure("malformed", "The file is empty.");
    return target;
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

/** A download that is made as it is read. */
export function csvDownload(lines: AsyncGenerator<string>, name: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
  const safe = name.replaceAll(/[^\w.-]+/g, "_");
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${safe}"`,
    },
  });
}
