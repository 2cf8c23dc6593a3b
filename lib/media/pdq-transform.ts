import { HASH_BITS, HASH_BYTES, type Hash256 } from "./hash256";
import { REDUCED_SIDE } from "./pdq-downscale";

/** Frequencies kept in each direction: 1 to 16 of 64, so without the mean. */
export const SPECTRUM_SIDE = 16;

/** Rows are frequencies 1..16, columns the 64 places: DCT-II, orthonormal scaling. */
const COSINES = Float64Array.from({ length: SPECTRUM_SIDE * REDUCED_SIDE }, (_, at) => {
  const frequency = Math.floor(at / REDUCED_SIDE) + 1;
  const place = at % REDUCED_SIDE;
  return Math.sqrt(2 / REDUCED_SIDE) * Math.cos((Math.PI / (2 * REDUCED_SIDE)) * frequency * (2 * place + 1));
});

/** The 16x16 low frequencies of a 64x64 picture, row-major: rows by vertical frequency, columns by horizontal. */
export function lowFrequencies(reduced: Float64Array): Float64Array {
  const vertical = new Float64Array(SPECTRUM_SIDE * REDUCED_SIDE);
  for (let i = 0; i < SPECTRUM_SIDE; i++)
    for (let x = 0; x < REDUCED_SIDE; x++) {
      let sum = 0;
      for (let y = 0; y < REDUCED_SIDE; y++)
        sum += COSINES[i * REDUCED_SIDE + y]! * reduced[y * REDUCED_SIDE + x]!;
      vertical[i * REDUCED_SIDE + x] = sum;
    }
  const spectrum = new Float64Array(SPECTRUM_SIDE * SPECTRUM_SIDE);
  for (let i = 0; i < SPECTRUM_SIDE; i++)
    for (let j = 0; j < SPECTRUM_SIDE; j++) {
      let sum = 0;
      for (let x = 0; x < REDUCED_SIDE; x++)
        sum += vertical[i * REDUCED_SIDE + x]! * COSINES[j * REDUCED_SIDE + x]!;
      spectrum[i * SPECTRUM_SIDE + j] = sum;
    }
  return spectrum;
}

/** One bit per frequency: above the median or not. Bit 16 * row + column counts from the low end of the number. */
export function thresholdAtMedian(spectrum: Float64Array): Hash256 {
  const median = spectrum.slice().sort()[HASH_BITS / 2 - 1]!;
  const hash = new Uint8Array(HASH_BYTES);
  for (let bit = 0; bit < HASH_BITS; bit++)
    if (spectrum[bit]! > median) hash[HASH_BYTES - 1 - (bit >> 3)]! |= 1 << (bit & 7);
  return hash;
}

/**
 * The eight ways to turn and mirror a picture, by what was done to it (turns are counter-clockwise).
 * Mirroring changes the sign of the odd frequencies of its direction; swapping the axes transposes the spectrum.
 */
export const DIHEDRALS = {
  original: { mirrorX: false, mirrorY: false, transpose: false },
  rotate90: { mirrorX: true, mirrorY: false, transpose: true },
  rotate180: { mirrorX: true, mirrorY: true, transpose: false },
  rotate270: { mirrorX: false, mirrorY: true, transpose: true },
  /** Upside down: mirrored at the horizontal axis. */
  flipX: { mirrorX: false, mirrorY: true, transpose: false },
  /** Left to right: mirrored at the vertical axis. */
  flipY: { mirrorX: true, mirrorY: false, transpose: false },
  /** Mirrored at the main diagonal, top left to bottom right. */
  flipPlus1: { mirrorX: false, mirrorY: false, transpose: true },
  /** Mirrored at the other diagonal. */
  flipMinus1: { mirrorX: true, mirrorY: true, transpose: true },
} as const;
export type Dihedral = keyof typeof DIHEDRALS;
export const DIHEDRAL_NAMES = Object.keys(DIHEDRALS) as Dihedral[];

/** The spectrum that the turned or mirrored picture would have: mirrored first, then transposed. */
export function turnSpectrum(spectrum: Float64Array, dihedral: Dihedral): Float64Array {
  const { mirrorX, mirrorY, transpose } = DIHEDRALS[dihedral];
  const turned = new Float64Array(spectrum.length);
  for (let i = 0; i < SPECTRUM_SIDE; i++)
    for (let j = 0; j < SPECTRUM_SIDE; j++) {
      // Row i holds frequency i + 1, so the odd frequencies are the even indices.
      const negative = (mirrorX && j % 2 === 0) !== (mirrorY && i % 2 === 0);
      const value = spectrum[i * SPECTRUM_SIDE + j]!;
      turned[transpose ? j * SPECTRUM_SIDE + i : i * SPECTRUM_SIDE + j] = negative ? -value : value;
    }
  return turned;
}
