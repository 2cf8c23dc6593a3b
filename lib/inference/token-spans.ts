/** A token's place in the original text, in UTF-16 units; null for special tokens and what cannot be found. */
export type TokenPlace = { start: number; end: number } | null;

/** Marks that tokenizers put on pieces: WordPiece's `##`, byte-level BPE's `Ġ`, SentencePiece's `▁`. */
const MARKS = /^(?:##|[Ġ▁Ċ]+)|<\/w>$/gu;
/** How far ahead of the last token the next one is looked for. */
const REACH = 80;

/**
 * Aligns tokens, in order, with the text they came from: `@huggingface/tokenizers` gives no offsets. Case and accents are
 * folded on both sides; a token that is not found within reach is left out.
 */
export function placeTokens(text: string, tokens: readonly string[]): TokenPlace[] {
  const { folded, origin } = fold(text);
  let cursor = 0;
  return tokens.map((token) => {
    const piece = fold(token.replace(MARKS, "")).folded;
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
