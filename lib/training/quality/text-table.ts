/** A table for a terminal: columns as wide as their widest cell. */
export function textTable(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((cells) => (cells[column] as string).length)),
  );
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] as number))
      .join("  ")
      .trimEnd();
  return [row(head), row(widths.map((width) => "-".repeat(width))), ...lines.map(row)].join("\n");
}

/** A figure with three decimals; "-" where there is none. */
export const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));
