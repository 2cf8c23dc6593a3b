import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import { MEDIA_LIMITS, type Picture } from "#lib/domain/media";
import { pdqDihedralHashes } from "../pdq";
import type { Pixels } from "../pdq-downscale";
import { mayHaveWords } from "./may-have-words";
import type { DecodedFrame, DecodedImage, EncodedCopy } from "./messages";

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

/** A frame's pixels as they are stored, decoded once for all that is made of them. */
interface Decoding {
  pixels: Pixels;
  /** EXIF's, 1 to 8. */
  orientation: number;
}

async function decoded(bytes: Buffer, page: number, orientation = 1): Promise<Decoding> {
  const frame = sharp(bytes, { ...LIMITS, page }).toColourspace("srgb");
  const { data, info } = await frame.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { pixels: { data, width, height, channels: channels as Pixels["channels"] }, orientation };
}

/** Upright and opaque, as people see it on a light page: `orientation` as EXIF counts it. */
function upright({ pixels, orientation }: Decoding): Sharp {
  const { data, width, height, channels } = pixels;
  const stored = sharp(data, {
    raw: { width, height, channels },
    limitInputPixels: MEDIA_LIMITS.image.pixels,
  });
  const turned = stored.rotate({ 3: 180, 5: 270, 6: 90, 7: 90, 8: 270 }[orientation] ?? 0);
  const mirrored = orientation === 4 ? turned.flip() : turned.flop([2, 5, 7].includes(orientation));
  return mirrored.flatten({ background: "white" });
}

async function pictureOf(decoding: Decoding): Promise<Picture> {
  const { pixels, orientation } = decoding;
  const model = await upright(decoding)
    .resize(MODEL_SIDE, MODEL_SIDE, { fit: "fill", kernel: "linear" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const rgb = model.info.channels === 3 ? model.data : await greyToRgb(model.data);
  const turned = orientation >= 5;
  const { hashes, quality } = pdqDihedralHashes(pixels);
  return {
    width: turned ? pixels.height : pixels.width,
    height: turned ? pixels.width : pixels.height,
    model: new Uint8Array(rgb),
    hashes: { pdq: Object.values(hashes), quality },
  };
}

function greyToRgb(grey: Buffer): Promise<Buffer> {
  const raw = { width: MODEL_SIDE, height: MODEL_SIDE, channels: 1 } as const;
  return sharp(grey, { raw }).toColourspace("srgb").raw().toBuffer();
}

/** What words are read off, where anything on the picture could be letters: a grey JPEG. */
async function readableOf(source: Sharp): Promise<Buffer | null> {
  const { data, info } = await source
    .resize({ width: READABLE_SIDE, height: READABLE_SIDE, fit: "inside", withoutEnlargement: true })
    .greyscale()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels !== 1) throw new RangeError(`a grey picture has ${channels} channels`);
  if (!mayHaveWords({ data, width, height })) return null;
  return sharp(data, { raw: { width, height, channels } })
    .toColourspace("b-w")
    .jpeg({ quality: 92 })
    .toBuffer();
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

/** People's copy of a picture file. Throws for what cannot be decoded. */
export async function copyImage(file: string): Promise<EncodedCopy> {
  const bytes = await readFile(file);
  const { pages = 1, hasAlpha = false } = await sharp(bytes, LIMITS).metadata();
  return viewOf(bytes, pages, hasAlpha);
}

/** Decodes a picture file to all that stages want of it. Throws for what cannot be decoded. */
export async function decodeImage(file: string): Promise<DecodedImage> {
  const bytes = await readFile(file);
  const { pages = 1, orientation } = await sharp(bytes, LIMITS).metadata();
  const [first = 0, ...later] = judgedFrames(pages);
  const decoding = await decoded(bytes, first, orientation);
  const picture = await pictureOf(decoding);
  const readable = await readableOf(upright(decoding));
  const others: Picture[] = [];
  for (const page of later) others.push(await pictureOf(await decoded(bytes, page, orientation)));
  return { ...picture, others, readable: readable && new Uint8Array(readable) };
}

/** Decodes a frame of a film, a JPEG of the house's own making, to what picture stages want. Throws as `decodeImage` does. */
export async function decodeFrame(file: string): Promise<DecodedFrame> {
  const bytes = await readFile(file);
  const decoding = await decoded(bytes, 0);
  const readable = await readableOf(upright(decoding));
  return { ...(await pictureOf(decoding)), readable: readable && new Uint8Array(readable) };
}
