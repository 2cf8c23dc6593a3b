import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { Failure } from "#lib/domain/failure";

export interface Checkpoint {
  /** What the run needs to go on: step, best score, and a fingerprint of what it trains. */
  state: Record<string, number | string>;
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

/** The checkpoint at `path`, or undefined when there is none. */
export function readCheckpoint(path: string): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  if (file.length < 8 || file.readUInt32LE(0) !== MAGIC) {
    throw new Failure("invalid_input", `${path} is not a checkpoint`);
  }
  const start = 8 + file.readUInt32LE(4);
  const { state, lengths } = JSON.parse(file.toString("utf8", 8, start)) as {
    state: Checkpoint["state"];
    lengths: number[];
  };
  let offset = start;
  const arrays = lengths.map((length) => {
    const array = new Float32Array(length);
    bytesOf(array).set(file.subarray(offset, offset + length * 4));
    offset += length * 4;
    return array;
  });
  return { state, arrays };
}

function bytesOf(array: Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function writeFully(file: number, chunk: Uint8Array): void {
  for (let offset = 0; offset < chunk.length; ) offset += writeSync(file, chunk, offset);
}
