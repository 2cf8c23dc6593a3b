import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { z } from "zod";
import { Failure } from "#lib/domain/failure";

export interface Checkpoint {
  /** What the run needs to go on: step, best score, and a fingerprint of what it trains. No finite number is read as null. */
  state: Record<string, number | string | null>;
  arrays: Float32Array[];
}

const MAGIC = 0x534c4350;

/**
 * Writes a checkpoint so that a crash at any moment leaves the old one or the new one, never half of one:
 * to a temporary file, flushed to disk, then renamed.
 */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): void {
  const header = Buffer.from(
    JSON.stringify({ state: checkpoint.state, lengths: checkpoint.arrays.map((array) => array.length) }),
  );
  const prefix = Buffer.alloc(8);
  prefix.writeUInt32LE(MAGIC, 0);
  prefix.writeUInt32LE(header.length, 4);
  const temporary = `${path}.tmp`;
  const file = openSync(temporary, "w");
  try {
    for (const chunk of [prefix, header, ...checkpoint.arrays.map(bytesOf)]) writeFully(file, chunk);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

/** What the header has to say, so that the length of the file is known. */
const headerSchema = z.object({
  state: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
  lengths: z.array(z.int().nonnegative()),
});

/**
 * The checkpoint at `path`, or undefined when there is none.
 * @param remedy what to do about a file that cannot be read, as a sentence
 * @throws Failure `invalid_input` when it is empty, cut short, too long or something else, with the remedy
 */
export function readCheckpoint(
  path: string,
  remedy = "Move it away; what it held is then made anew.",
): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  const refuse = (what: string) => new Failure("invalid_input", `${path} ${what}. ${remedy}`);
  if (file.length === 0) throw refuse("is empty");
  if (file.length < 8 || file.readUInt32LE(0) !== MAGIC) throw refuse("is not a checkpoint");
  const start = 8 + file.readUInt32LE(4);
  if (file.length < start)
    throw refuse(`is cut short: ${file.length} bytes are left, its header alone has ${start}`);
  const header = headerSchema.safeParse(parsed(file.toString("utf8", 8, start)));
  if (!header.success) throw refuse("is damaged: its header cannot be read");
  const { state, lengths } = header.data;
  const whole = lengths.reduce((sum, length) => sum + length * 4, start);
  if (file.length < whole) throw refuse(`is cut short: ${file.length} of ${whole} bytes are left`);
  if (file.length > whole) throw refuse(`is damaged: it has ${file.length} bytes, not ${whole}`);
  return { state, arrays: arraysOf(file, start, lengths) };
}

function arraysOf(file: Uint8Array, start: number, lengths: readonly number[]): Float32Array[] {
  let offset = start;
  return lengths.map((length) => {
    const array = new Float32Array(length);
    bytesOf(array).set(file.subarray(offset, offset + length * 4));
    offset += length * 4;
    return array;
  });
}

/** What a JSON text says; undefined where it is none. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function bytesOf(array: Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function writeFully(file: number, chunk: Uint8Array): void {
  for (let offset = 0; offset < chunk.length; ) offset += writeSync(file, chunk, offset);
}
