import { Random } from "./random";

/** Enough for the leading directions of a table to settle. */
const ROUNDS = 24;

/**
 * A table's rows in fewer columns: their coordinates along the directions in which they vary most (principal components by
 * orthogonal iteration), scaled so that an average row's values are as large as `deviation`.
 * @param table row-major, `from` wide
 * @param counts how often each row is used: what is common decides the directions
 */
export function narrowTable(
  table: Float32Array,
  counts: ArrayLike<number>,
  { from, to, deviation, seed }: { from: number; to: number; deviation: number; seed: number },
): Float32Array {
  const directions = leadingDirections(covariance(table, counts, from), from, to, new Random(seed));
  const rows = table.length / from;
  const narrow = new Float32Array(rows * to);
  let [sum, used] = [0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < to; column++) {
      let value = 0;
      for (let i = 0; i < from; i++)
        value += (table[row * from + i] as number) * (directions[column]?.[i] as number);
      narrow[row * to + column] = value;
      sum += (counts[row] as number) * value * value;
    }
    used += counts[row] as number;
  }
  const scale = deviation / Math.sqrt(sum / (used * to || 1) || 1);
  for (let i = 0; i < narrow.length; i++) narrow[i] = scale * (narrow[i] as number);
  return narrow;
}

function covariance(table: Float32Array, counts: ArrayLike<number>, width: number): Float64Array[] {
  const sums = Array.from({ length: width }, () => new Float64Array(width));
  for (let row = 0; row < table.length / width; row++) {
    const weight = counts[row] as number;
    if (weight === 0) continue;
    const start = row * width;
    for (let i = 0; i < width; i++) {
      const value = weight * (table[start + i] as number);
      const line = sums[i] as Float64Array;
      for (let j = 0; j < width; j++) line[j] = (line[j] as number) + value * (table[start + j] as number);
    }
  }
  return sums;
}

function leadingDirections(
  matrix: readonly Float64Array[],
  width: number,
  count: number,
  random: Random,
): Float64Array[] {
  let basis = Array.from({ length: count }, () =>
    Float64Array.from({ length: width }, () => random.normal()),
  );
  for (let round = 0; round < ROUNDS; round++) {
    basis = basis.map((vector) => Float64Array.from(matrix, (line) => dot(line, vector)));
    for (const [at, vector] of basis.entries()) {
      for (const before of basis.slice(0, at)) {
        const share = dot(before, vector);
        for (let i = 0; i < width; i++) vector[i] = (vector[i] as number) - share * (before[i] as number);
      }
      const length = Math.sqrt(dot(vector, vector)) || 1;
      for (let i = 0; i < width; i++) vector[i] = (vector[i] as number) / length;
    }
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
