import { closeSync, fsyncSync, openSync, writeFileSync } from "node:fs";

/** Writes a file that is on the disk, also after a power cut, once this returns. */
export function writeFlushed(file: string, content: Uint8Array | string): void {
  const handle = openSync(file, "w");
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
