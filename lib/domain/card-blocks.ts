/* The Markdown of model cards: headings, paragraphs, lists, tables, code; bold, code and links within. Pure text, no HTML. */

export interface Inline {
  text: string;
  as: "plain" | "strong" | "code" | "link";
  /** Of a link to the web; others are plain text. */
  href?: string;
}

export type Block =
  | { kind: "heading"; level: number; text: string }
  | { kind: "paragraph"; content: Inline[] }
  | { kind: "list"; items: Inline[][] }
  | { kind: "code"; text: string }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][]; numeric: boolean[] };

const INLINE = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|\*([^*\s][^*]*)\*/g;

/** Bold, code and links of one line of text. */
export function inlines(text: string): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  const plain = (end: number) => {
    if (end > at) found.push({ text: text.slice(at, end), as: "plain" });
  };
  for (const match of text.matchAll(INLINE)) {
    plain(match.index);
    const [all, strong, code, label, href, emphasis] = match;
    if (code !== undefined) found.push({ text: code, as: "code" });
    else if (label !== undefined && href !== undefined)
      found.push(/^https:\/\//.test(href) ? { text: label, as: "link", href } : { text: label, as: "plain" });
    else found.push({ text: (strong ?? emphasis) as string, as: "strong" });
    at = match.index + all.length;
  }
  plain(text.length);
  return found;
}

const isRow = (line: string) => line.trim().startsWith("|");
const isItem = (line: string) => /^\s*[-*] /.test(line);
const isFence = (line: string) => line.startsWith("```");
const isBlank = (line: string) => line.trim() === "";
const isHeading = (line: string) => /^#{1,6} /.test(line);
const RULE = /^:?-+:?$/;

function cells(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));
}

/** A column of figures, which stand right. */
const isFigure = (text: string) => text === "" || text === "-" || /^[-+]?[\d.,]/.test(text);

function table(lines: string[]): Block {
  const [head = [], ...rest] = lines.map(cells);
  const rows = rest.filter((row) => !row.every((cell) => RULE.test(cell)));
  return {
    kind: "table",
    head: head.map(inlines),
    rows: rows.map((row) => head.map((_, at) => inlines(row[at] ?? ""))),
    numeric: head.map((_, at) => rows.length > 0 && rows.every((row) => isFigure(row[at] ?? ""))),
  };
}

/** Lines of a list with those that go on an item. */
function list(lines: string[]): Block {
  const items: string[] = [];
  for (const line of lines) {
    if (isItem(line)) items.push(line.replace(/^\s*[-*] /, ""));
    else items.push(`${items.pop() ?? ""} ${line.trim()}`);
  }
  return { kind: "list", items: items.map(inlines) };
}

/** Reads a card. Never throws: what it does not know is a paragraph. */
export function cardBlocks(markdown: string): Block[] {
  const lines = markdown.split(/\r?\n/);
  const blocks: Block[] = [];
  let at = 0;
  const take = (belongs: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && belongs(lines[at] as string)) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] as string;
    if (isBlank(line)) at += 1;
    else if (isFence(line)) {
      at += 1;
      blocks.push({ kind: "code", text: take((each) => !isFence(each)).join("\n") });
      at += 1;
    } else if (isHeading(line)) {
      at += 1;
      const [marks = "#"] = line.split(" ", 1);
      blocks.push({ kind: "heading", level: marks.length, text: line.slice(marks.length + 1).trim() });
    } else if (isRow(line)) blocks.push(table(take(isRow)));
    else if (isItem(line)) blocks.push(list(take((each) => isItem(each) || /^\s+\S/.test(each))));
    else {
      const goesOn = (each: string) =>
        !isBlank(each) && !isRow(each) && !isHeading(each) && !isFence(each) && !isItem(each);
      blocks.push({
        kind: "paragraph",
        content: inlines(
          take(goesOn)
            .map((each) => each.trim())
            .join(" "),
        ),
      });
    }
  }
  return blocks;
}
