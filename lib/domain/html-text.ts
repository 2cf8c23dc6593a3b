/** Plain text taken out of HTML, with the way back. */
export interface HtmlText {
  text: string;
  /** Per UTF-16 code unit of the text, where in the HTML it began; one more entry for the end. */
  starts: number[];
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
/** Elements whose content nobody reads. */
const UNREAD = /^<(script|style|template|noscript)\b/i;
/** Elements that end a line. */
const BREAKS = /^<\/?(p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|pre|section|article|hr)\b/i;
/** A comment, a declaration or a tag; quoted attribute values may hold `>`. */
const MARKUP = /^(?:<!--[\s\S]*?(?:-->|$)|<[!?][^>]*>?|<\/?[a-z](?:[^>"']|"[^"]*"|'[^']*'){0,500}>)/i;
const ENTITY = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));?/i;

function decode(match: RegExpExecArray): string | undefined {
  const [, decimal, hex, name] = match;
  if (name) return ENTITIES[name.toLowerCase()];
  const point = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
  const valid = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return valid ? String.fromCodePoint(point) : undefined;
}

/** Where the content of an element that nobody reads ends. */
function endOfUnread(html: string, from: number, tag: string): number {
  const name = (UNREAD.exec(tag) as RegExpExecArray)[1] as string;
  const close = new RegExp(`</${name}\\s*>`, "gi");
  close.lastIndex = from;
  return close.exec(html) ? close.lastIndex : html.length;
}

/**
 * The text that a reader of this HTML sees: no tags, comments, scripts or styles, entities decoded, blocks on lines of
 * their own. What looks like markup and is none stays. It is for judging text, never for making HTML safe.
 */
export function htmlToText(html: string): HtmlText {
  const starts: number[] = [];
  let text = "";
  const put = (piece: string, at: number) => {
    text += piece;
    for (let i = 0; i < piece.length; i++) starts.push(at);
  };
  let at = 0;
  while (at < html.length) {
    const char = html[at] as string;
    const rest = char === "<" || char === "&" ? html.slice(at) : "";
    const markup = char === "<" ? MARKUP.exec(rest)?.[0] : undefined;
    if (markup) {
      if (BREAKS.test(markup) && text !== "" && !text.endsWith("\n")) put("\n", at);
      at += markup.length;
      if (UNREAD.test(markup) && !markup.endsWith("/>")) at = endOfUnread(html, at, markup);
      continue;
    }
    const entity = char === "&" ? ENTITY.exec(rest) : null;
    const decoded = entity ? decode(entity) : undefined;
    put(decoded ?? char, at);
    at += decoded === undefined || !entity ? 1 : entity[0].length;
  }
  starts.push(html.length);
  return { text, starts };
}
