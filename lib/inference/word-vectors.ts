import { type EncodedText, pieceWeights, type WordPieces } from "#lib/domain/text/word-features";
import { LANES_AT_ONCE, openWordKernel, type WordKernel } from "#lib/domain/text/word-kernel";
import type { WordTables } from "./lean-graph";

/** Texts as a network in its lean form takes them (`leanGraph`), row-major; overwritten by the next. */
export interface PlacedTexts {
  placed: Float32Array;
  summed: Float32Array;
  present: Int32Array;
  absent: Float32Array;
}

const FLOAT = 4;
const PAGE = 65_536;
/** What is added to an absent word's share before the softmax. */
const ABSENT = -1e4;
/** Forms whose vectors are kept: words repeat. */
const KEPT = 8192;

/**
 * Words as vectors, in a memory that vector code reads: a form's row and its n-grams' rows by weight, and the row of the pair
 * with the word before. A text's numbers do not depend on the texts beside it.
 */
export class WordVectors {
  private readonly kernel: WordKernel;
  private readonly floats: Float32Array;
  private readonly rowBytes: number;
  private readonly vectorBytes: number;
  /** Byte offsets: the rows come first. */
  private readonly scales: number;
  private readonly positions: number;
  private readonly factor: number;
  private readonly vectors: number;
  private readonly summed: number;
  private readonly placed: number;
  private readonly present: Int32Array;
  private readonly absent: Float32Array;
  /** Where the vectors of forms lie. */
  private known = new WeakMap<WordPieces, number>();
  private count = 0;

  /** @param mostWords of all texts of a batch together, padding included */
  constructor(
    { width, values, scales, positions }: WordTables,
    private readonly mostWords: number,
  ) {
    if (width % LANES_AT_ONCE !== 0) throw new RangeError(`words of ${width} numbers have no vector code`);
    this.rowBytes = width;
    this.vectorBytes = width * FLOAT;
    this.scales = values.length;
    this.positions = this.scales + scales.length * FLOAT;
    this.factor = this.positions + positions.length * FLOAT;
    this.vectors = this.factor + FLOAT;
    this.summed = this.vectors + KEPT * this.vectorBytes;
    this.placed = this.summed + mostWords * this.vectorBytes;
    const end = this.placed + mostWords * this.vectorBytes;
    const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
    new Int8Array(memory.buffer).set(values);
    this.floats = new Float32Array(memory.buffer);
    this.floats.set(scales, this.scales / FLOAT);
    this.floats.set(positions, this.positions / FLOAT);
    this.kernel = openWordKernel(memory);
    this.present = new Int32Array(mostWords);
    this.absent = new Float32Array(mostWords);
  }

  /**
   * Texts of at most `length` words each; one without words is laid out as one unknown word.
   * @throws RangeError where that is more than fits
   */
  place(texts: readonly EncodedText[], length: number): PlacedTexts {
    const { floats, present, absent, vectorBytes } = this;
    const words = texts.length * length;
    if (words > this.mostWords) throw new RangeError(`${words} words are more than ${this.mostWords}`);
    present.fill(0, 0, words);
    absent.fill(ABSENT, 0, words);
    const [summed, placed] = [this.summed / FLOAT, this.placed / FLOAT];
    const width = vectorBytes / FLOAT;
    floats.fill(0, summed, summed + texts.length * width);
    for (let at = 0; at < texts.length; at++) {
      const text = texts[at] as EncodedText;
      const count = Math.max(1, text.pieces.length);
      present.fill(1, at * length, at * length + count);
      absent.fill(0, at * length, at * length + count);
      this.placeWords(text, this.summed + at * vectorBytes, this.placed + at * length * vectorBytes);
      const from = this.positions / FLOAT + text.pieces.length * width;
      const rest = (length - text.pieces.length) * width;
      floats.copyWithin(placed + (at + 1) * length * width - rest, from, from + rest);
    }
    return {
      placed: floats.subarray(placed, placed + words * width),
      summed: floats.subarray(summed, summed + texts.length * width),
      present: present.subarray(0, words),
      absent: absent.subarray(0, words),
    };
  }

  private placeWords({ pieces, pairs }: EncodedText, sum: number, target: number): void {
    const { kernel, rowBytes, vectorBytes } = this;
    for (let word = 0; word < pieces.length; word++) {
      const vector = this.vectorOf(pieces[word] as WordPieces);
      const pair = pairs[word] as number;
      const scale = this.scales + pair * FLOAT;
      const offset = word * vectorBytes;
      const place = this.positions + offset;
      kernel.place(vector, vector + vectorBytes, pair * rowBytes, scale, sum, place, target + offset);
    }
  }

  private vectorOf(pieces: WordPieces): number {
    const known = this.known.get(pieces);
    if (known !== undefined) return known;
    if (this.count === KEPT) {
      this.known = new WeakMap();
      this.count = 0;
    }
    const vector = this.vectors + this.count * this.vectorBytes;
    const end = vector + this.vectorBytes;
    this.floats.fill(0, vector / FLOAT, end / FLOAT);
    const weights = pieceWeights(pieces);
    for (const [at, row] of pieces.rows.entries()) {
      const scale = this.floats[this.scales / FLOAT + row] as number;
      this.floats[this.factor / FLOAT] = (weights[at] as number) * scale;
      this.kernel.add(vector, end, row * this.rowBytes, this.factor);
    }
    this.known.set(pieces, vector);
    this.count += 1;
    return vector;
  }
}
