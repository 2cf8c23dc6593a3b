/** A piece of text to show: as it is, or a sign that stands for a character nobody would see. */
export type Piece = { text: string } | { sign: string; name: string };

const NAMED: Record<number, [sign: string, name: string]> = {
  127: ["DEL", "delete"],
  173: ["SHY", "soft hyphen"],
  8203: ["ZWSP", "zero-width space"],
  8204: ["ZWNJ", "zero-width non-joiner"],
  8205: ["ZWJ", "zero-width joiner"],
  8206: ["LRM", "left-to-right mark"],
  8207: ["RLM", "right-to-left mark"],
  8234: ["LRE", "left-to-right embedding"],
  8235: ["RLE", "right-to-left embedding"],
  8236: ["PDF", "end of directional embedding"],
  8237: ["LRO", "left-to-right override"],
  8238: ["RLO", "right-to-left override"],
  8288: ["WJ", "word joiner"],
  8294: ["LRI", "left-to-right isolate"],
  8295: ["RLI", "right-to-left isolate"],
  8296: ["FSI", "first strong isolate"],
  8297: ["PDI", "end of directional isolate"],
  65279: ["BOM", "zero-width no-break space"],
};

const HIDDEN = /[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/** Joiners belong to emoji sequences and to scripts such as Persian and Hindi; there they stay as they are. */
const JOINABLE = /[\p{Lo}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;

/** The names of U+0000 to U+001F. */
const C0 =
  "NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(
    " ",
  );

function sign(code: number): Piece {
  const [short, name] = NAMED[code] ?? [];
  const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  if (short && name) return { sign: short, name: `${name} (${number})` };
  return { sign: C0[code] ?? number, name: `control character (${number})` };
}

/**
 * Splits text so that control characters, direction overrides and zero-width characters show as signs and do
 * not act. Line breaks and tabs stay; `before` is the text in front, which decides whether a joiner is at home.
 */
export function showHidden(text: string, before = ""): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    const code = match[0].charCodeAt(0);
    if (code === 0x09 || code === 0x0a) continue;
    const isJoiner = code === 0x200c || code === 0x200d;
    if (isJoiner && JOINABLE.test((before + text.slice(0, match.index)).slice(-2))) continue;
    // Windows line ends are line ends.
    if (code === 0x0d && text[match.index + 1] === "\n") continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push(sign(code));
    from = match.index + 1;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
