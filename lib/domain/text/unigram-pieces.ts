/** Opens a word; what the pieces of a vocabulary are written with in place of a space. */
const OPENS_WORD = "\u2581";
/** The first places of a vocabulary are signs of no text: the unknown one, beginning, end, spare ones. */
const RESERVED = 6;
/** The place of what no piece writes. */
export const UNKNOWN_PIECE = 0;
/** Log-probability of a sign that no piece writes: below that of any piece. */
const UNKNOWN_SCORE = -25;

/** A piece and its log-probability, as vocabularies of unigram tokenisers are written. */
export type ScoredPiece = readonly [piece: string, score: number];

/** Names that stand for people in published sets; a row of them says no more than one. */
const NAMES_IN_A_ROW = /(@user|\[USER\])(?:\s+(?:@user|\[USER\]))+/giu;

/** Code points are fewer. */
const SIGNS = 2 ** 21;
/** A sign behind a beginning, as one number. */
const edge = (beginning: number, sign: number): number => beginning * SIGNS + sign;

/** A tokeniser over a unigram vocabulary (Kudo 2018): a text is cut into the pieces that are likeliest together. */
export class UnigramPieces {
  /** Where a sign leads from a beginning of pieces, by `edge`: the number of the longer beginning. */
  private readonly longer = new Map<number, number>();
  /** By the number of a beginning, the piece that it is, or 0: the beginnings that are no piece. */
  private readonly pieceOf: number[] = [0];

  /** @param vocabulary in the order of the pieces' ids, reserved places first */
  constructor(readonly vocabulary: readonly ScoredPiece[]) {
    for (const [id, [piece]] of vocabulary.entries()) {
      if (id < RESERVED) continue;
      let at = 0;
      for (const sign of piece) {
        const key = edge(at, sign.codePointAt(0) as number);
        let next = this.longer.get(key);
        if (next === undefined) {
          next = this.pieceOf.push(0) - 1;
          this.longer.set(key, next);
        }
        at = next;
      }
      if (at > 0) this.pieceOf[at] = id;
    }
  }

  /** Reads what `toBytes` wrote. @throws SyntaxError where it is no JSON */
  static fromBytes(bytes: Uint8Array): UnigramPieces {
    return new UnigramPieces(JSON.parse(new TextDecoder().decode(bytes)) as ScoredPiece[]);
  }

  toBytes(): Uint8Array {
    return new TextEncoder().encode(JSON.stringify(this.vocabulary));
  }

  /**
   * Ids of the pieces of a text, from its beginning; signs in a row that no piece writes are one unknown piece.
   * @param mostSigns signs (code points) that are read at most
   */
  encode(text: string, mostSigns: number): number[] {
    // What is cut off is far beyond the last sign that is read, however the text is folded.
    const folded = text
      .slice(0, 8 * mostSigns)
      .normalize("NFKC")
      .replace(NAMES_IN_A_ROW, "$1")
      .replace(/\s+/gu, " ")
      .trim();
    if (folded === "") return [];
    const signs = Array.from(OPENS_WORD + folded.replaceAll(" ", OPENS_WORD), (sign) => sign.codePointAt(0));
    return this.likeliest(signs.slice(0, mostSigns) as number[]);
  }

  /** The likeliest way to write the signs, by their code points, in pieces (Viterbi). */
  private likeliest(signs: readonly number[]): number[] {
    const count = signs.length;
    const best = new Float64Array(count + 1).fill(Number.NEGATIVE_INFINITY);
    const from = new Int32Array(count + 1);
    const id = new Int32Array(count + 1);
    best[0] = 0;
    for (let start = 0; start < count; start++) {
      let beginning: number | undefined = 0;
      const before = best[start] as number;
      for (let end = start + 1; end <= count; end++) {
        beginning = this.longer.get(edge(beginning, signs[end - 1] as number));
        if (beginning === undefined) break;
        const piece = this.pieceOf[beginning] as number;
        if (piece === 0) continue;
        const likelihood = before + (this.vocabulary[piece] as ScoredPiece)[1];
        if (likelihood <= (best[end] as number)) continue;
        best[end] = likelihood;
        from[end] = start;
        id[end] = piece;
      }
      if (best[start + 1] !== Number.NEGATIVE_INFINITY) continue;
      best[start + 1] = before + UNKNOWN_SCORE;
      from[start + 1] = start;
      id[start + 1] = UNKNOWN_PIECE;
    }
    const ids: number[] = [];
    for (let at = count; at > 0; at = from[at] as number) {
      const each = id[at] as number;
      if (each !== UNKNOWN_PIECE || ids.at(-1) !== UNKNOWN_PIECE) ids.push(each);
    }
    return ids.reverse();
  }
}
