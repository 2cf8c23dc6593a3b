/** Decoded pixels, row by row from the top, 8 bits per channel, channels interleaved. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. Alpha is not looked at. */
  channels: 1 | 2 | 3 | 4;
}

/** Side of the square image that PDQ works on. */
export const REDUCED_SIDE = 64;

/** Luminance of one row of pixels, 0 to 255 (Rec. 601: Y of YUV). */
function rowLuminance({ data, width, channels }: Pixels, row: number, out: Float64Array): void {
  let at = row * width * channels;
  if (channels <= 2) {
    for (let x = 0; x < width; x++, at += channels) out[x] = data[at]!;
    return;
  }
  for (let x = 0; x < width; x++, at += channels)
    out[x] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
}

/** Running mean over a window; at the borders over the part of the window that lies inside. */
function boxFilter(from: Float64Array, to: Float64Array, length: number, window: number): void {
  const ahead = window >> 1;
  const behind = window - ahead - 1;
  let sum = 0;
  let inside = 0;
  while (inside < ahead) sum += from[inside++]!;
  let at = 0;
  for (; at <= behind; at++) {
    sum += from[at + ahead]!;
    to[at] = sum / ++inside;
  }
  const scale = 1 / window;
  for (const last = length - ahead; at < last; at++) {
    sum += from[at + ahead]! - from[at - behind - 1]!;
    to[at] = sum * scale;
  }
  for (; at < length; at++) {
    sum -= from[at - behind - 1]!;
    to[at] = sum / --inside;
  }
}

/** Two boxes in a row make a tent (Jarosz); each is half a reduced pixel wide, rounded up. Works in place. */
function tentFilter(values: Float64Array, spare: Float64Array, length: number): void {
  const window = Math.ceil(length / (2 * REDUCED_SIDE));
  if (window === 1) return;
  boxFilter(values, spare, length, window);
  boxFilter(spare, values, length, window);
}

/** Where in the full length the centre of each reduced pixel lies. */
function centres(length: number): Int32Array {
  return Int32Array.from({ length: REDUCED_SIDE }, (_, i) => Math.floor(((i + 0.5) * length) / REDUCED_SIDE));
}

/**
 * The luminance of a picture, tent-filtered and sampled down to 64x64, row-major, 0 to 255.
 *
 * PDQ filters rows and columns of the whole picture by turns and then picks 64x64 points. The filters of the two
 * directions commute, so each row is filtered and sampled at once and only 64 columns go on: the same result with
 * one row and a 64-wide strip in memory instead of two full planes.
 */
export function reduceToLuminance(pixels: Pixels): Float64Array {
  const { width, height } = pixels;
  const columns = Array.from({ length: REDUCED_SIDE }, () => new Float64Array(height));
  const sampledX = centres(width);
  const row = new Float64Array(width);
  const spareRow = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    rowLuminance(pixels, y, row);
    tentFilter(row, spareRow, width);
    for (let i = 0; i < REDUCED_SIDE; i++) columns[i]![y] = row[sampledX[i]!]!;
  }

  const reduced = new Float64Array(REDUCED_SIDE * REDUCED_SIDE);
  const sampledY = centres(height);
  const spareColumn = new Float64Array(height);
  columns.forEach((column, i) => {
    tentFilter(column, spareColumn, height);
    for (let j = 0; j < REDUCED_SIDE; j++) reduced[j * REDUCED_SIDE + i] = column[sampledY[j]!]!;
  });
  return reduced;
}
