/** A grey picture, one byte a pixel, row by row from the top. */
export interface GreyPlane {
  data: Uint8Array;
  width: number;
  height: number;
}

/** Steps of brightness between pixels two apart that count as the edge of a stroke. */
const EDGE = 12;
/** Farthest from one edge to the next of a letter or its neighbour, pixels, where letters are some 8 to 16 pixels high. */
const REACH = 26;
/** Edges in a row that go up and down by turns: both sides of three strokes and one more. */
const EDGES = 7;
/** Rows over one another that must show it, of the height of the smallest letters that are read. */
const ROWS = 4;
/** Columns that are counted together, and rows that may be missed in between. */
const BLOCK = 16;
const GAP = 2;
/** Smaller than this no letter is left. */
const SMALLEST = 12;

/**
 * Whether anything on a picture could be letters: strokes side by side, over one another in several rows, at any size.
 * Made to miss nothing that a reader of words reads (`npm run bench:words` measures that); textures pass as well, and cost
 * a reading. Looks for large letters first by halving the picture again and again.
 */
export function mayHaveWords(plane: GreyPlane): boolean {
  const scales: GreyPlane[] = [];
  for (let scaled = plane; Math.min(scaled.width, scaled.height) >= SMALLEST; scaled = halved(scaled))
    scales.push(scaled);
  return scales.reverse().some(hasStrokes);
}

/** Every two by two pixels as one. */
function halved({ data, width, height }: GreyPlane): GreyPlane {
  const [columns, rows] = [width >> 1, height >> 1];
  const out = new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y += 1) {
    const upper = 2 * y * width;
    for (let x = 0; x < columns; x += 1) {
      const at = upper + 2 * x;
      out[y * columns + x] = (data[at]! + data[at + 1]! + data[at + width]! + data[at + width + 1]! + 2) >> 2;
    }
  }
  return { data: out, width: columns, height: rows };
}

function hasStrokes({ data, width, height }: GreyPlane): boolean {
  const blocks = Math.ceil(width / BLOCK);
  /** Per block the rows over one another that had strokes, and the last of them. */
  const rows = new Uint8Array(blocks);
  const last = new Int32Array(blocks).fill(-GAP - 2);
  for (let y = 0; y < height; y += 1) {
    const row = y * width;
    let sign = 0;
    let at = -REACH;
    let edges = 0;
    let from = 0;
    for (let x = 1; x + 1 < width; x += 1) {
      const step = data[row + x + 1]! - data[row + x - 1]!;
      if (step < EDGE && step > -EDGE) continue;
      const now = step > 0 ? 1 : -1;
      if (x - at > REACH) {
        edges = 0;
        from = x;
      }
      if (now !== sign || x - at > REACH) edges += 1;
      sign = now;
      at = x;
      if (edges < EDGES) continue;
      for (let block = Math.floor(from / BLOCK); block <= Math.floor(x / BLOCK); block += 1) {
        if (last[block] === y) continue;
        rows[block] = y - last[block]! <= GAP ? rows[block]! + 1 : 1;
        last[block] = y;
        if (rows[block]! >= ROWS) return true;
      }
    }
  }
  return false;
}
