import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { DecoderPool } from "./decoder/pool";
import { hashToHex } from "./hash256";
import type { MadeMedia, MadeRendition } from "./made-media";

/** Decodes a picture, in a process of the pool. Rejects as `DecoderPool.decodeImage` does. */
export async function makeImage(
  input: string,
  decoders: Pick<DecoderPool, "decodeImage">,
): Promise<MadeMedia<"image">> {
  const picture = await decoders.decodeImage(input);
  const { width, height, hashes } = picture;
  const pdq = hashToHex(hashes.pdq[0] as Uint8Array);
  return {
    media: { kind: "image", ...picture },
    facts: { width, height, pdq, pdqQuality: hashes.quality },
    renditions: [],
  };
}

/** Writes people's copy of a picture to `folder`. Rejects as `DecoderPool.copyImage` does. */
export async function copyImage(
  input: string,
  folder: string,
  decoders: Pick<DecoderPool, "copyImage">,
): Promise<MadeRendition> {
  const { bytes, type } = await decoders.copyImage(input);
  const file = path.join(folder, "view");
  await writeFile(file, bytes, { mode: 0o600 });
  return { name: "view", type, file };
}
