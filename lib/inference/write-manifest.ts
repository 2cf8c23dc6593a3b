import { renameSync, rmSync } from "node:fs";
import path from "node:path";
import { writeFlushed } from "./write-flushed";

/**
 * Writes the manifest of a models folder; nobody else does. A reader, and whoever comes after a crash, finds the old one or the
 * new one, never half of one: it is written beside, flushed to the disk, then renamed.
 */
export function writeManifest(folder: string, models: readonly unknown[]): void {
  const manifest = path.join(folder, "manifest.json");
  const beside = `${manifest}.tmp`;
  try {
    writeFlushed(beside, `${JSON.stringify({ models }, null, 2)}\n`);
    renameSync(beside, manifest);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
