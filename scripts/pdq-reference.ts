import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

export interface ReferencePicture {
  file: string;
  /** The folder the picture lies in; empty for the top one. */
  group: string;
  /** The reference hasher's hash, 64 hex digits, where the table has one. */
  reference?: string;
}

/** The pictures in the reference folder with the hashes that its PDQMD5TestData.csv gives for them. */
export async function referencePictures(folder: string): Promise<ReferencePicture[]> {
  const table = await readFile(path.join(folder, "PDQMD5TestData.csv"), "utf8");
  const references = new Map<string, string>();
  for (const line of table.split(/\r?\n/).slice(1)) {
    const [file, hash] = line.split(",");
    if (file && hash) references.set(path.posix.basename(file), hash);
  }
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.(jpe?g|png)$/i.test(name))
    .sort()
    .map((name) => ({
      file: path.join(folder, name),
      group: path.dirname(name) === "." ? "" : path.dirname(name),
      reference: references.get(path.basename(name)),
    }));
}
