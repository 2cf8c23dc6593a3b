import type { Heatmap } from "#lib/domain/media";

/** The colour that stands for "speaks for the category": a strong orange that shows on dark and light pictures. */
export const HEAT_COLOUR = [255, 84, 0] as const;

/** The largest value of a map, or 0 when nothing in it speaks for the category. */
export const hottest = ({ values }: Pick<Heatmap, "values">) => Math.max(0, ...values);

/**
 * One RGBA pixel per cell: always the same colour, as opaque as the cell's share of the hottest one. Cells that speak
 * against the category are clear.
 */
export function heatPixels({ columns, rows, values }: Heatmap): Uint8ClampedArray<ArrayBuffer> {
  const most = hottest({ values });
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let cell = 0; cell < columns * rows; cell += 1) {
    const share = most > 0 ? Math.max(0, values[cell] ?? 0) / most : 0;
    pixels.set([...HEAT_COLOUR, Math.round(share * 255)], cell * 4);
  }
  return pixels;
}
