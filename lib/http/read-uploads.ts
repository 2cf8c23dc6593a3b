import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import { Failure } from "#lib/domain/failure";
import { MEDIA_KINDS, MEDIA_LIMITS, type MediaKind } from "#lib/domain/media";
import { Base64Receiver, discardFiles, type ReceivedFile, receiveFile } from "#lib/services/receive-upload";
import type { ApiRequest } from "./api-request";
import { bodyPieces, decodeUtf8, JSON_TYPE, parseJson, storable } from "./read-body";
import { JsonSplitter } from "./split-json";

export interface BodyWithUploads {
  /** The body without its files. */
  body: unknown;
  uploads: ReceivedFile[];
}

const BASE64_FIELDS = new Map<string, MediaKind>(MEDIA_KINDS.map((kind) => [`${kind}_base64`, kind]));
/** One file of each kind, in base64. */
const MOST_BYTES = (Object.values(MEDIA_LIMITS).reduce((sum, { bytes }) => sum + bytes, 0) * 4) / 3;
const MULTIPART = /^multipart\/form-data\s*;/i;

/** Says at which field a file was refused. */
async function at<T>(pointer: string, work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    if (!(error instanceof Failure) || error.errors.length > 0) throw error;
    throw new Failure(error.code, error.message, { errors: [{ pointer, message: error.message }] });
  });
}

/**
 * Reads a body that may carry files: JSON with `image_base64` and its like, or multipart/form-data with parts `image`,
 * `audio`, `video`. Files go to disk as they arrive and are refused as soon as they grow too large; only the rest, at
 * most `maxRest` bytes, is held in memory. Whoever calls this discards the uploads that were not stored.
 */
export async function readUploads(request: ApiRequest, maxRest: number): Promise<BodyWithUploads> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > MOST_BYTES + maxRest) throw new Failure("too_large", "The body is larger than all limits.");
  const type = request.headers.get("content-type") ?? "";
  const uploads: ReceivedFile[] = [];
  try {
    const body = MULTIPART.test(type)
      ? await readMultipart(request, type, maxRest, uploads)
      : await readJsonBody(request, type, maxRest, uploads);
    return { body, uploads };
  } catch (error) {
    await discardFiles(uploads);
    throw error;
  }
}

async function readJsonBody(request: ApiRequest, type: string, maxRest: number, uploads: ReceivedFile[]) {
  if (!JSON_TYPE.test(type))
    throw new Failure(
      "unsupported_media_type",
      'Send JSON with "Content-Type: application/json", or multipart/form-data.',
    );
  let field = "";
  let receiver: Base64Receiver | null = null;
  const taken = new Set<string>();
  const splitter = new JsonSplitter({
    maxRest,
    fields: new Set(BASE64_FIELDS.keys()),
    begin: async (name) => {
      field = name;
      if (taken.has(name)) await at(`/${name}`, Promise.reject(new Failure("invalid_input", "Given twice.")));
      taken.add(name);
      receiver = await Base64Receiver.open(BASE64_FIELDS.get(name) as MediaKind);
    },
    piece: (bytes) => at(`/${field}`, (receiver as Base64Receiver).write(bytes.toString("latin1"))),
    end: async () => {
      uploads.push(await at(`/${field}`, (receiver as Base64Receiver).finish()));
      receiver = null;
    },
  });
  try {
    for await (const chunk of bodyPieces(request)) await splitter.write(Buffer.from(chunk));
    const rest = splitter.finish();
    if (rest.length === 0) throw new Failure("malformed", "The body is empty; a JSON object is needed.");
    const body = storable(parseJson(decodeUtf8(rest)));
    return withoutFields(body, taken);
  } finally {
    await (receiver as Base64Receiver | null)?.discard();
  }
}

/** The places where long values stood hold an empty string each. */
function withoutFields(body: unknown, taken: ReadonlySet<string>): unknown {
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !taken.has(name)));
}

async function readMultipart(request: ApiRequest, type: string, maxRest: number, uploads: ReceivedFile[]) {
  const fields: Record<string, unknown> = {};
  const files: Promise<void>[] = [];
  const seen = new Set<string>();
  const busboy = openBusboy(type, maxRest);
  const refused = new Promise<never>((_, reject) => {
    busboy.on("file", (name, stream) => {
      const take = async () => {
        const kind = MEDIA_KINDS.find((each) => each === name);
        if (!kind || seen.has(name))
          throw new Failure("invalid_input", "Send at most one file part each of image, audio and video.", {
            errors: [{ pointer: `/${name}`, message: kind ? "Sent twice." : "No file is expected here." }],
          });
        seen.add(name);
        uploads.push(await at(`/${name}`, receiveFile(kind, stream)));
      };
      const taken = take();
      taken.catch(reject);
      files.push(taken);
    });
    busboy.on("field", (name, value, _nameCut, valueCut) => {
      if (valueCut) reject(new Failure("too_large", `The part ${name.slice(0, 40)} is too large.`));
      try {
        fields[name] = JSON_PARTS.has(name) ? parseJson(value) : value;
      } catch (error) {
        reject(error);
      }
    });
    busboy.on("partsLimit", () => reject(new Failure("too_large", "The body has too many parts.")));
    busboy.on("filesLimit", () => reject(new Failure("too_large", "The body has too many files.")));
  });
  const source = Readable.from(bodyPieces(request), { objectMode: false });
  try {
    await Promise.race([pipeline(source, busboy).then(() => Promise.all(files)), refused]);
  } catch (error) {
    source.destroy();
    await Promise.allSettled(files);
    if (error instanceof Failure) throw error;
    throw new Failure("malformed", "The multipart body is damaged or ends too early.");
  }
  return storable(fields);
}

/** Parts that hold JSON; all others are texts. */
const JSON_PARTS = new Set(["metadata", "wait_ms"]);

function openBusboy(type: string, maxRest: number) {
  try {
    return new Busboy({
      headers: { "content-type": type },
      limits: { fieldNameSize: 100, fieldSize: maxRest, fields: 20, files: 4, parts: 24, headerPairs: 20 },
    });
  } catch {
    throw new Failure("malformed", "The Content-Type header names no boundary.");
  }
}
