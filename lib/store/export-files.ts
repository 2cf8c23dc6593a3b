import { mkdir } from "node:fs/promises";
import path from "node:path";
import { env } from "#lib/config/env";
import type { Export } from "./exports";

const folder = () => path.join(env().SIGHTLINE_DATA_DIR, "exports");

/** Where an export's file lies in the data folder. */
export function exportPath({ id, format }: Pick<Export, "id" | "format">): string {
  return path.join(folder(), `${id}.${format}`);
}

/** Makes the folder of the exports, for this process's user alone. */
export async function makeExportFolder(): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
}
