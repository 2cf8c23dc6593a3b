import { bytesOfSigns } from "#lib/domain/text/byte-signs";

/** A token's place in the original text, in UTF-16 units; null for special tokens and what cannot be found. */
export type TokenPlace = { start: number; end: number } | null;

/** Marks that tokenizers put on pieces: WordPiece's `##`, SentencePiece's `▁`, the end of a word. */
const MARKS = /^(?:##|▁+)|<\/w>$/gu;
/** How far ahead of the last token the next one is looked for. */
const REACH = 80;

/**
 * Aligns tokens, in order, with the text they came from: `@huggingface/tokenizers` gives no offsets. Case and accents are
 * folded on both sides; a token that is not found within reach is left out.
 */
export function placeTokens(text: string, tokens: readonly string[]): TokenPlace[] {
  return placePieces(
    text,
    tokens.map((token) => token.replace(MARKS, "")),
  );
}

/**
 * Aligns tokens of a byte-level vocabulary likewise. They are written in byte signs and may end within a character: those that write
 * one together all have the place of what they write together.
 */
export function placeByteTokens(text: string, tokens: readonly string[]): TokenPlace[] {
  const written: number[][] = [];
  let whole = true;
  const pieceOf = tokens.map((token) => {
    const bytes = bytesOfSigns(token.replace(/<\/w>$/u, ""));
    if (whole || !bytes) written.push([]);
    const piece = written.at(-1) as number[];
    piece.push(...(bytes ?? []));
    whole = !endsWithin(piece);
    return written.length - 1;
  });
  const decoder = new TextDecoder();
  const pieces = written.map((bytes) => decoder.decode(Uint8Array.from(bytes)).trim());
  const places = placePieces(text, pieces);
  return pieceOf.map((piece) => places[piece] as TokenPlace);
}

/** Whether bytes of UTF-8 end before their last character does. */
function endsWithin(bytes: readonly number[]): boolean {
  const first = bytes.findLastIndex((byte) => byte < 0x80 || byte >= 0xc0);
  const lead = bytes[first] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return first >= 0 && bytes.length - first < length;
}

function placePieces(text: string, pieces: readonly string[]): TokenPlace[] {
  const { folded, origin } = fold(text);
  let cursor = 0;
  return pieces.map((each) => {
    const piece = fold(each).folded;
    if (piece === "") return null;
    const at = folded.slice(0, cursor + REACH + piece.length).indexOf(piece, cursor);
    if (at < 0) return null;
    cursor = at + piece.length;
    return { start: origin[at] as number, end: origin[cursor] as number };
  });
}

/** Lower case without accents, and for each unit of it (and its end) the place it came from. */
function fold(text: string): { folded: string; origin: number[] } {
  let folded = "";
  const origin: number[] = [];
  let at = 0;
  for (const sign of text) {
    const plain = sign.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
    for (let unit = 0; unit < plain.length; unit += 1) origin.push(at);
    folded += plain;
    at += sign.length;
  }
  origin.push(at);
  return { folded, origin };
}
