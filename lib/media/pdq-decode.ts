import sharp from "sharp";
import { Failure } from "#lib/domain/failure";
import type { Pixels } from "./pdq-downscale";

/** Larger pictures are refused before their pixels are unpacked. */
const MOST_PIXELS = 40_000_000;

/** What becomes of transparency: dropped (as the reference hasher does), or laid on a colour as a viewer does. */
export type Transparency = "drop" | { onto: string };

/**
 * Decodes the first frame of a picture to 8-bit sRGB pixels as they are stored (EXIF orientation is not applied;
 * the dihedral hashes make up for it). Throws `too_large` above 40 megapixels and `invalid_input` for bytes that
 * are no picture or end too early.
 */
export async function decodePixels(bytes: Uint8Array, transparency: Transparency = "drop"): Promise<Pixels> {
  try {
    const picture = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "truncated" }).toColourspace(
      "srgb",
    );
    const opaque =
      transparency === "drop" ? picture.removeAlpha() : picture.flatten({ background: transparency.onto });
    const { data, info } = await opaque.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height, channels: info.channels as Pixels["channels"] };
  } catch (error) {
    if (error instanceof Error && error.message.includes("pixel limit"))
      throw new Failure("too_large", "The picture has more than 40 megapixels.", { cause: error });
    throw new Failure("invalid_input", "The picture cannot be decoded.", { cause: error });
  }
}
