import { pieceWeights, type TextEncoder } from "#lib/domain/text/word-features";

/** Texts as numbers, one after the other: what word vectors are learnt from. */
export interface RawText {
  /** Per position, which word form stands there, and the embedding row of the pair with the word before (0: none). */
  forms: Int32Array;
  pairs: Int32Array;
  /** Position at which each text begins, and behind the last one the number of positions. */
  starts: Int32Array;
  /** Per form, how often it occurs, and 1 where the first of its rows is the whole word's. */
  counts: Int32Array;
  known: Uint8Array;
  /** Embedding rows of form f and their weights: those from `firstPiece[f]` up to `firstPiece[f + 1]`. */
  pieces: Int32Array;
  weights: Float32Array;
  firstPiece: Int32Array;
}

/** Reads the first `maxWords` words of each text. */
export function encodeRawText(texts: Iterable<string>, encoder: TextEncoder, maxWords: number): RawText {
  const seen = new Map<string, number>();
  const forms: number[] = [];
  const pairs: number[] = [];
  const starts = [0];
  const counts: number[] = [];
  const known: number[] = [];
  const pieces: number[] = [];
  const weights: number[] = [];
  const firstPiece = [0];
  for (const text of texts) {
    const encoded = encoder.encode(text, maxWords);
    for (const [at, wordPieces] of encoded.pieces.entries()) {
      let form = seen.get(wordPieces.form);
      if (form === undefined) {
        form = seen.size;
        seen.set(wordPieces.form, form);
        counts.push(0);
        known.push(Number(wordPieces.known));
        pieces.push(...wordPieces.rows);
        weights.push(...pieceWeights(wordPieces));
        firstPiece.push(pieces.length);
      }
      counts[form] = (counts[form] as number) + 1;
      forms.push(form);
      pairs.push(encoded.pairs[at] as number);
    }
    starts.push(forms.length);
  }
  return {
    forms: Int32Array.from(forms),
    pairs: Int32Array.from(pairs),
    starts: Int32Array.from(starts),
    counts: Int32Array.from(counts),
    known: Uint8Array.from(known),
    pieces: Int32Array.from(pieces),
    weights: Float32Array.from(weights),
    firstPiece: Int32Array.from(firstPiece),
  };
}

/** Writes the vector of the word at a position, pair included, to `into`: the weighted sum that text-deep reads. */
export function wordVectorAt(
  { forms, pairs, pieces, weights, firstPiece }: RawText,
  table: Float32Array,
  position: number,
  into: Float64Array,
): void {
  const width = into.length;
  const form = forms[position] as number;
  const end = firstPiece[form + 1] as number;
  const pair = (pairs[position] as number) * width;
  if (pair > 0) for (let i = 0; i < width; i++) into[i] = table[pair + i] as number;
  else into.fill(0);
  for (let piece = firstPiece[form] as number; piece < end; piece++) {
    const row = (pieces[piece] as number) * width;
    const weight = weights[piece] as number;
    for (let i = 0; i < width; i++) into[i] = (into[i] as number) + weight * (table[row + i] as number);
  }
}
