import { setTimeout } from "node:timers/promises";
import { Failure } from "#lib/domain/failure";
import type { ApiRequest } from "./api-request";

export const JSON_TYPE = /^application\/(json|[\w.+-]+\+json)\s*(;|$)/i;
const DEEPEST = 32;

function tooLarge(limit: number): Failure {
  return new Failure("too_large", `The body is larger than ${limit.toLocaleString("en")} bytes.`);
}

/** Reads at most `limit` bytes; refuses by Content-Length before reading, and by counting while reading. */
async function readBytes(request: ApiRequest, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limit || (request.whole && request.whole.byteLength > limit)) throw tooLarge(limit);
  if (request.whole) return request.whole;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyPieces(request)) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The pieces of a body as they come. Whoever stops before the end leaves the rest to `drainBody`. */
export async function* bodyPieces({ body }: ApiRequest): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Not cancelled: that would destroy Node's request under the connection, which then hears nothing more.
    reader.releaseLock();
  }
}

/** How much of a refused body is still taken in, bytes and milliseconds, so that its connection can be used again. */
const DRAINED = 4 * 1024 * 1024;
const DRAIN_MS = 3000;

/**
 * Reads and drops what a refusal left of the body: a client that still sends would not see its answer, and its next
 * request on the connection would wait behind the rest. Answers whether all of it was read.
 */
export async function drainBody(request: ApiRequest): Promise<boolean> {
  if (request.body?.locked) return false;
  const pieces = bodyPieces(request);
  const late = setTimeout(DRAIN_MS, { done: true as const, value: null }, { ref: false });
  let dropped = 0;
  while (dropped <= DRAINED) {
    const piece = await Promise.race([pieces.next(), late]);
    if (piece.done) return piece.value !== null;
    dropped += piece.value.byteLength;
  }
  return false;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes as text. Throws `malformed` when they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Failure("malformed", "The body is not valid UTF-8.");
  }
}

/** Parses JSON. Throws `malformed` with the place, never with the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's own message quotes the body: only the place is passed on.
    const place = /position (\d+)/.exec(String(error))?.[1];
    throw new Failure("malformed", `The body is not valid JSON${place ? ` (at character ${place})` : ""}.`);
  }
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: PropertyKey): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * Makes parsed JSON safe to store: Postgres has no U+0000 in text, so it is refused where it stands; halves of
 * surrogate pairs, which no UTF-8 can carry, become U+FFFD. All other control characters are ordinary content.
 */
export function storable(value: unknown, pointer = "", depth = 0): unknown {
  if (typeof value === "string") {
    if (value.includes("\u0000"))
      throw new Failure("invalid_input", "The request holds a NUL character.", {
        errors: [{ pointer, message: "Remove the NUL character (U+0000): it cannot be stored." }],
      });
    return value.toWellFormed();
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth >= DEEPEST) throw new Failure("malformed", `The body is nested deeper than ${DEEPEST} levels.`);
  if (Array.isArray(value))
    return value.map((entry, index) => storable(entry, pointer + pointerStep(index), depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      storable(key, pointer, depth),
      storable(entry, pointer + pointerStep(key), depth + 1),
    ]),
  );
}

/** Reads a JSON body of at most `limit` bytes. */
export async function readJson(request: ApiRequest, limit: number): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!JSON_TYPE.test(type))
    throw new Failure(
      "unsupported_media_type",
      `Send JSON with "Content-Type: application/json"${type ? "; this was something else." : "."}`,
    );
  const bytes = await readBytes(request, limit);
  if (bytes.byteLength === 0) throw new Failure("malformed", "The body is empty; a JSON object is needed.");
  return storable(parseJson(decodeUtf8(bytes)));
}
