import { HASH_BYTES, type Hash256 } from "./hash256";
import { type Pixels, REDUCED_SIDE, reduceToLuminance } from "./pdq-downscale";
import {
  DIHEDRAL_NAMES,
  type Dihedral,
  lowFrequencies,
  thresholdAtMedian,
  turnSpectrum,
} from "./pdq-transform";

/*
 * PDQ, the perceptual hash of Facebook's ThreatExchange, after "The TMK+PDQF Video-Hashing Algorithm and the PDQ
 * Image-Hashing Algorithm" (2019): similar pictures have hashes that differ in few of 256 bits.
 */

/** Distance up to which two pictures count as the same (the paper's recommendation). */
export const PDQ_MATCH_RADIUS = 31;
/** Below this quality a hash says too little about its picture to match by. */
export const PDQ_LEAST_QUALITY = 50;
/** Narrower or flatter pictures have no hash. */
const SMALLEST_SIDE = 5;

export interface Pdq {
  hash: Hash256;
  /** 0 (blank) to 100: how much there is to see in the picture. */
  quality: number;
}
export interface DihedralPdq {
  /** The hash of the picture and of its seven turned and mirrored forms. */
  hashes: Record<Dihedral, Hash256>;
  quality: number;
}

/** Sums the noticeable steps between neighbours of the 64x64 picture; constants as published. */
function gradientQuality(reduced: Float64Array): number {
  const step = (a: number, b: number) => Math.abs(Math.trunc(((a - b) * 100) / 255));
  let sum = 0;
  for (let y = 0; y < REDUCED_SIDE; y++)
    for (let x = 0; x < REDUCED_SIDE; x++) {
      const at = y * REDUCED_SIDE + x;
      if (y + 1 < REDUCED_SIDE) sum += step(reduced[at]!, reduced[at + REDUCED_SIDE]!);
      if (x + 1 < REDUCED_SIDE) sum += step(reduced[at]!, reduced[at + 1]!);
    }
  return Math.min(100, Math.floor(sum / 90));
}

function analyse(pixels: Pixels): { spectrum: Float64Array; quality: number } | undefined {
  const { data, width, height, channels } = pixels;
  if (data.length !== width * height * channels)
    throw new RangeError(`${data.length} bytes are not ${width}x${height} pixels of ${channels} channels`);
  if (width < SMALLEST_SIDE || height < SMALLEST_SIDE) return undefined;
  const reduced = reduceToLuminance(pixels);
  return { spectrum: lowFrequencies(reduced), quality: gradientQuality(reduced) };
}

/**
 * The PDQ hash of a picture. A side below 5 pixels gives the zero hash with quality 0.
 * Throws RangeError when the buffer does not fit the stated size.
 */
export function pdqHash(pixels: Pixels): Pdq {
  const analysis = analyse(pixels);
  if (!analysis) return { hash: new Uint8Array(HASH_BYTES), quality: 0 };
  return { hash: thresholdAtMedian(analysis.spectrum), quality: analysis.quality };
}

/** Like `pdqHash`, for the picture in all eight positions at hardly more than the price of one. */
export function pdqDihedralHashes(pixels: Pixels): DihedralPdq {
  const analysis = analyse(pixels);
  const hashes = Object.fromEntries(
    DIHEDRAL_NAMES.map((name) => [
      name,
      analysis ? thresholdAtMedian(turnSpectrum(analysis.spectrum, name)) : new Uint8Array(HASH_BYTES),
    ]),
  ) as Record<Dihedral, Hash256>;
  return { hashes, quality: analysis?.quality ?? 0 };
}
