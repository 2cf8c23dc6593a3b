import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { MEDIA_LIMITS, type Picture } from "#lib/domain/media";
import { pdqDihedralHashes } from "../pdq";
import { decodePixels } from "../pdq-decode";
import type { DecodedImage, EncodedCopy } from "./messages";

/** Side of the square that the image models read, pixels. */
export const MODEL_SIDE = 224;
/** Longest side of the copy that words are read off, and of the one that people look at. */
const READABLE_SIDE = 1600;
const VIEW_SIDE = 2048;
/** Frames of a moving picture that are judged, and that its copy keeps. */
const JUDGED_FRAMES = 6;
const KEPT_FRAMES = 120;

const LIMITS = { limitInputPixels: MEDIA_LIMITS.image.pixels, failOn: "truncated" } as const;

/**
 * Lets libvips read the formats that are taken and no others: its readers of SVG, PDF and what else it was built with are
 * not for strangers' files.
 */
export function restrictReaders(): void {
  sharp.block({ operation: ["VipsForeignLoad"] });
  const taken = ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map((name) => `VipsForeignLoad${name}`);
  sharp.unblock({ operation: taken });
  sharp.cache(false);
  sharp.concurrency(1);
}

/** One frame upright and opaque, as people see it on a light page. */
const upright = (bytes: Buffer, page = 0): Sharp =>
  sharp(bytes, { ...LIMITS, page })
    .autoOrient()
    .toColourspace("srgb")
    .flatten({ background: "white" });

async function pictureOf(bytes: Buffer, page: number): Promise<Picture> {
  const model = await upright(bytes, page)
    .resize(MODEL_SIDE, MODEL_SIDE, { fit: "fill", kernel: "linear" })
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const rgb = model.info.channels === 3 ? model.data : await greyToRgb(model.data);
  const { width, height, orientation = 1 } = await sharp(bytes, { ...LIMITS, page }).metadata();
  const turned = orientation >= 5;
  const source =
    page === 0
      ? bytes
      : await sharp(bytes, { ...LIMITS, page })
          .png({ compressionLevel: 1 })
          .toBuffer();
  const { hashes, quality } = pdqDihedralHashes(await decodePixels(source));
  return {
    width: turned ? height : width,
    height: turned ? width : height,
    model: new Uint8Array(rgb),
    hashes: { pdq: Object.values(hashes), quality },
  };
}

function greyToRgb(grey: Buffer): Promise<Buffer> {
  const raw = { width: MODEL_SIDE, height: MODEL_SIDE, channels: 1 } as const;
  return sharp(grey, { raw }).toColourspace("srgb").raw().toBuffer();
}

/**
 * A copy for people: upright, at most 2048 pixels a side, without metadata; a moving picture keeps moving. JPEG where the
 * picture is opaque and still, since WebP takes several times as long to write.
 */
async function viewOf(bytes: Buffer, frames: number, hasAlpha: boolean): Promise<EncodedCopy> {
  const inside = { width: VIEW_SIDE, height: VIEW_SIDE, fit: "inside", withoutEnlargement: true } as const;
  const moving = frames > 1;
  const source = moving
    ? sharp(bytes, { ...LIMITS, pages: Math.min(frames, KEPT_FRAMES) })
    : sharp(bytes, LIMITS).autoOrient();
  const sized = source.toColourspace("srgb").resize(inside);
  const webp = moving || hasAlpha;
  const data = await (webp ? sized.webp({ quality: 82, effort: 1 }) : sized.jpeg({ quality: 86 })).toBuffer();
  return { bytes: new Uint8Array(data), type: webp ? "image/webp" : "image/jpeg" };
}

/** Frames to judge of `count`, evenly over the whole. */
export function judgedFrames(count: number): number[] {
  const wanted = Math.min(count, JUDGED_FRAMES);
  return Array.from({ length: wanted }, (_, at) => Math.round((at * (count - 1)) / Math.max(1, wanted - 1)));
}

/** Decodes a picture file to all that stages and people want of it. Throws for what cannot be decoded. */
export async function decodeImage(file: string): Promise<DecodedImage> {
  const bytes = await readFile(file);
  const { pages = 1, hasAlpha = false } = await sharp(bytes, LIMITS).metadata();
  const [first = 0, ...later] = judgedFrames(pages);
  const picture = await pictureOf(bytes, first);
  const others: Picture[] = [];
  for (const page of later) others.push(await pictureOf(bytes, page));
  const readable = await upright(bytes, first)
    .resize({ width: READABLE_SIDE, height: READABLE_SIDE, fit: "inside", withoutEnlargement: true })
    .jpeg({ quality: 92, chromaSubsampling: "4:4:4" })
    .toBuffer();
  return {
    ...picture,
    others,
    readable: new Uint8Array(readable),
    view: await viewOf(bytes, pages, hasAlpha),
  };
}

/** Decodes a frame of a film to what picture stages want. Throws for what cannot be decoded. */
export async function decodeFrame(file: string): Promise<Picture> {
  return pictureOf(await readFile(file), 0);
}
