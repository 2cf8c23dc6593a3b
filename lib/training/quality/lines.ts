import { createReadStream, createWriteStream, mkdtempSync, rmSync, type Stats, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream";
import { pipeline as piped } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Failure } from "#lib/domain/failure";

const CHUNK_BYTES = 1 << 18;

/**
 * The lines of a UTF-8 file, gzipped or not, without line ends and byte order mark. Only a line feed ends a line: JSON
 * texts may hold other separators (U+2028) as they are.
 * @throws Failure `invalid_input` where the file cannot be read to its end
 */
export async function* readLines(file: string): AsyncGenerator<string> {
  try {
    const packed = await isGzipped(file);
    const source = createReadStream(file, { highWaterMark: CHUNK_BYTES });
    const stream = packed ? pipeline(source, createGunzip(), () => undefined) : source;
    stream.setEncoding("utf8");
    try {
      yield* splitLines(stream as AsyncIterable<string>);
    } finally {
      source.destroy();
      stream.destroy();
    }
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let begun: string[] = [];
  let first = true;
  const whole = (end: string): string => {
    const line = [...begun, end].join("").replace(/\r$/u, "");
    const clean = first ? line.replace(/^\ufeff/u, "") : line;
    begun = [];
    first = false;
    return clean;
  };
  for await (const chunk of chunks) {
    const parts = chunk.split("\n");
    const rest = parts.pop() as string;
    for (const part of parts) yield whole(part);
    begun.push(rest);
  }
  const last = whole("");
  if (last !== "") yield last;
}

/** Known by its first two bytes, whatever the file is called. */
async function isGzipped(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/**
 * The file itself, or a copy in the temporary folder of what comes through a pipe: the bench reads twice. `discard`
 * deletes the copy.
 */
export async function rereadable(file: string): Promise<{ file: string; discard: () => void }> {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats || !isPipe(stats)) return { file, discard: () => undefined };
  const folder = mkdtempSync(path.join(tmpdir(), "sightline-quality-"));
  const copy = path.join(folder, "rows");
  const discard = () => rmSync(folder, { recursive: true, force: true });
  try {
    await piped(createReadStream(file), createWriteStream(copy));
  } catch (error) {
    discard();
    throw unreadable(file, error);
  }
  return { file: copy, discard };
}

const isPipe = (stats: Stats) => stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket();

function unreadable(file: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new Failure("invalid_input", `${file} cannot be read: ${reason}`);
}
