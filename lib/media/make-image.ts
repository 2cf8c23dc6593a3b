import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { DecoderPool } from "./decoder/pool";
import { hashToHex } from "./hash256";
import type { MadeMedia } from "./made-media";

/**
 * Decodes a picture, in a process of the pool, and writes people's copy of it to `folder`. Rejects as
 * `DecoderPool.decodeImage` does.
 */
export async function makeImage(
  input: string,
  folder: string,
  decoders: Pick<DecoderPool, "decodeImage">,
): Promise<MadeMedia<"image">> {
  const { view, ...picture } = await decoders.decodeImage(input);
  const { width, height, hashes } = picture;
  const file = path.join(folder, "view");
  await writeFile(file, view.bytes, { mode: 0o600 });
  const pdq = hashToHex(hashes.pdq[0] as Uint8Array);
  return {
    media: { kind: "image", ...picture },
    facts: { width, height, pdq, pdqQuality: hashes.quality },
    renditions: [{ name: "view", type: view.type, file }],
  };
}
