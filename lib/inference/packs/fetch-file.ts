import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { Failure } from "#lib/domain/failure";

export interface FetchOptions {
  /** Hears of a file's bytes as they come; `total` is unknown where the server does not say. */
  onBytes?: (file: string, bytes: number, total: number | undefined) => void;
  /** A server that sends nothing for so long is given up. */
  stallMs?: number;
}

const STALL_MS = 30_000;
const MOST_REDIRECTS = 8;
const OFFLINE =
  "On a machine without internet, copy the model's folder here and use: npm run models:add -- <folder>";
const KEPT = "What has come is kept; run the same command again to go on from there";

const unavailable = (why: string) => new Failure("unavailable", why);

/**
 * Fetches one file to `target`; false when there is none at the address. A download that broke off goes on where it stopped,
 * and what is there already is not fetched again, where the server still has the same version (ETag). Where the hub says the
 * file's sha256, it must be that.
 * @throws Failure `unavailable` when the server cannot be reached, refuses, breaks off, or the disk does
 */
export async function fetchFile(
  address: string,
  target: string,
  options: FetchOptions = {},
): Promise<boolean> {
  const [partial, tagFile] = [`${target}.part`, `${target}.etag`];
  const tag = existsSync(tagFile) ? readFileSync(tagFile, "utf8") : undefined;
  const have = existsSync(partial) ? statSync(partial).size : 0;
  const patience = new Patience(options.stallMs ?? STALL_MS);
  try {
    const { response, sha256 } = await reach(address, asked(tag, existsSync(target), have), patience);
    if (response.status === 404) return false;
    if (response.status === 304) return true;
    if (response.status === 416) {
      // What is here is longer than what is there: begin anew.
      for (const file of [partial, tagFile]) rmSync(file, { force: true });
      return await fetchFile(address, target, options);
    }
    if (!response.ok || !response.body) throw unavailable(`${address} ${answered(response)}`);
    const from = response.status === 206 ? have : 0;
    const etag = response.headers.get("etag");
    for (const file of [target, tagFile]) rmSync(file, { force: true });
    if (etag) writeFileSync(tagFile, etag);
    const total = lengthOf(response, from);
    needSpace(path.dirname(target), (total ?? 0) - from);
    await store(response, { address, partial, from, total }, patience, options);
    await check(address, partial, sha256);
    renameSync(partial, target);
    return true;
  } catch (error) {
    throw onDisk(path.dirname(target), error);
  } finally {
    patience.end();
  }
}

/** Headers that ask for no more than is missing, as it is stored: ranges of packed bytes would not fit together. */
function asked(tag: string | undefined, whole: boolean, have: number): Record<string, string> {
  const plain = { "accept-encoding": "identity" };
  if (!tag) return plain;
  if (whole) return { ...plain, "if-none-match": tag };
  return have > 0 ? { ...plain, range: `bytes=${have}-`, "if-range": tag } : plain;
}

/** Ends a request that makes no progress. */
class Patience {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly stallMs: number) {
    this.renew();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  renew(): void {
    clearTimeout(this.timer);
    const reason = new Error(`nothing came for ${Math.round(this.stallMs / 1000)} s`);
    this.timer = setTimeout(() => this.controller.abort(reason), this.stallMs);
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

/** Follows redirects by itself: the hub names a file's sha256 in the answer that sends to where it is stored. */
async function reach(
  address: string,
  headers: Record<string, string>,
  patience: Patience,
): Promise<{ response: Response; sha256: string | undefined }> {
  let [at, sha256]: [string, string | undefined] = [address, undefined];
  for (let hop = 0; hop < MOST_REDIRECTS; hop += 1) {
    const response = await ask(at, headers, patience);
    const named = response.headers.get("x-linked-etag")?.replace(/^W\/|"/gu, "");
    if (named && /^[0-9a-f]{64}$/u.test(named)) sha256 = named;
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || !location) return { response, sha256 };
    await response.body?.cancel();
    at = new URL(location, at).href;
  }
  throw unavailable(`${address} sends from place to place without end. Try again later`);
}

async function ask(address: string, headers: Record<string, string>, patience: Patience): Promise<Response> {
  try {
    return await fetch(address, { headers, signal: patience.signal, redirect: "manual" });
  } catch (error) {
    throw unavailable(`${new URL(address).host} cannot be reached: ${reasonOf(error)}. ${OFFLINE}`);
  }
}

/** What a refusal means for who asked. */
function answered({ status, statusText }: Response): string {
  const said = `answers ${status} ${statusText}`.trim();
  if (status === 401 || status === 403)
    return `${said}: it is not there, or not open to everybody. Download it with an account and use: npm run models:add -- <folder>`;
  if (status === 429) return `${said}: too many requests. ${KEPT} in some minutes`;
  return `${said}. Try again later`;
}

function lengthOf(response: Response, from: number): number | undefined {
  const length = response.headers.get("content-length");
  return length === null || response.headers.has("content-encoding") ? undefined : from + Number(length);
}

function needSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  const mega = (count: number) => `${Math.ceil(count / 1e6)} MB`;
  if (bytes > bavail * bsize)
    throw unavailable(
      `${folder} has ${mega(bavail * bsize)} free and ${mega(bytes)} are needed. Free some space and try again`,
    );
}

interface Download {
  address: string;
  partial: string;
  from: number;
  total: number | undefined;
}

async function store(
  response: Response,
  { address, partial, from, total }: Download,
  patience: Patience,
  { onBytes }: FetchOptions,
): Promise<void> {
  let size = from;
  const file = await open(partial, from > 0 ? "a" : "w");
  try {
    // Written as it comes, without a buffer between: whatever breaks off later, this much is kept.
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      patience.renew();
      await file.writeFile(chunk);
      size += chunk.length;
      onBytes?.(path.basename(partial, ".part"), size, total);
    }
  } catch (error) {
    if (isDiskError(error)) throw error;
    const reason = patience.signal.aborted ? patience.signal.reason : error;
    throw unavailable(`${address} broke off after ${size} bytes: ${reasonOf(reason)}. ${KEPT}`);
  } finally {
    await file.close();
  }
  if (total !== undefined && size !== total)
    throw unavailable(`${address} broke off after ${size} of ${total} bytes. ${KEPT}`);
}

async function check(address: string, file: string, sha256: string | undefined): Promise<void> {
  if (!sha256) return;
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const found = hash.digest("hex");
  if (found === sha256) return;
  rmSync(file, { force: true });
  throw unavailable(
    `${address} did not come as the hub has it (sha256 ${found}, not ${sha256}). It is deleted; try again`,
  );
}

const DISK_ERRORS = new Set(["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS", "EIO", "ENOTDIR", "EISDIR"]);
const isDiskError = (error: unknown): boolean =>
  DISK_ERRORS.has(String((error as NodeJS.ErrnoException | undefined)?.code));

/** What the disk refused, in words; other errors as they are. */
export function onDisk(folder: string, error: unknown): unknown {
  if (error instanceof Failure || !isDiskError(error)) return error;
  return unavailable(
    `${folder} cannot be written: ${reasonOf(error)}. Free some space or mend its rights, and try again`,
  );
}

/** The innermost reason: fetch hides it behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}
