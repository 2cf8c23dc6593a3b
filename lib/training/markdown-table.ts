const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

/** A table of a card, in Markdown. */
export const markdownTable = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string => [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");

/** A Markdown text with the section of this second-level title in the place of its own, or at its end where it has none. */
export function withSection(markdown: string, section: string): string {
  const title = section.slice(0, section.indexOf("\n"));
  const parts = markdown.trimEnd().split(/\n(?=## )/u);
  const at = parts.findIndex((part) => part.startsWith(`${title}\n`));
  if (at < 0) parts.push(`\n${section.trim()}`);
  else parts[at] = `${section.trim()}${at < parts.length - 1 ? "\n" : ""}`;
  return `${parts.join("\n")}\n`;
}
