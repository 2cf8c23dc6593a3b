/** Rounds each row to signed bytes with a scale of its own (symmetric, absolute maximum to 127). */
export function quantiseRows(data: Float32Array, width: number): { values: Int8Array; scales: Float32Array } {
  const rows = data.length / width;
  const values = new Int8Array(data.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * width;
    let largest = 0;
    for (let i = start; i < start + width; i++) largest = Math.max(largest, Math.abs(data[i] as number));
    const scale = Math.fround(largest / 127);
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = start; i < start + width; i++) values[i] = Math.round((data[i] as number) / scale);
  }
  return { values, scales };
}

/**
 * Rounds each column to signed whole numbers of at most `most` with a scale of its own (symmetric).
 * @param least what each column's scale is at least; 0 where there is none
 */
export function quantiseColumns(
  data: Float32Array,
  columns: number,
  most: number,
  least?: ArrayLike<number>,
): { values: Int8Array; scales: Float32Array } {
  const largest = new Float32Array(columns);
  for (const [at, value] of data.entries())
    largest[at % columns] = Math.max(largest[at % columns] as number, Math.abs(value));
  const scales = largest.map((value, column) => Math.max(value / most, least?.[column] ?? 0));
  const values = Int8Array.from(data, (value, at) => {
    const scale = scales[at % columns] as number;
    return scale === 0 ? 0 : Math.round(value / scale);
  });
  return { values, scales };
}
