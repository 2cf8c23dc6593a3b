import { splitWords, type Word } from "./words";

const HASH_START = 0x811c9dc5;

/** FNV-1a over UTF-16 code units, from where another string has left it. */
function hashOn(hash: number, text: string): number {
  let on = hash;
  for (let i = 0; i < text.length; i++) on = Math.imul(on ^ text.charCodeAt(i), 0x01000193);
  return on;
}

function finished(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

/** FNV-1a over UTF-16 code units with its bits mixed, as an unsigned 32-bit number. */
export const hashFeature = (feature: string): number => finished(hashOn(HASH_START, feature));

const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;

/** Hashes of the 3- to 5-grams of `<form>`; none for forms that are a single sign. */
export function gramFeatures(form: string): number[] {
  if (form.length < 2) return [];
  const marked = `<${form}>`;
  const hashes: number[] = [];
  for (let size = SHORTEST_GRAM; size <= LONGEST_GRAM; size++) {
    for (let at = 0; at + size <= marked.length; at++) hashes.push(hashFeature(marked.slice(at, at + size)));
  }
  return hashes;
}

export const wordFeature = (form: string): number => hashFeature(`=${form}`);
export const pairFeature = (before: string, form: string): number => pairOn(pairStart(before), form);
/** The hash of the first half of a pair, and of the pair from there. */
const pairStart = (before: string): number => hashOn(HASH_START, `${before} `);
const pairOn = (start: number, form: string): number => finished(hashOn(start, form));
const FIRST_PAIR = pairStart("");

/**
 * The features a model has learnt, by hash: feature number i has embedding row i + 1. Row 0 means "not
 * known" and stays zero. A vocabulary of hashes needs no collisions table and no strings to ship.
 */
export class FeatureVocabulary {
  /** Hash and row side by side, each at the first free place from where its hash points: a look-up is one place in memory. */
  private readonly places: Uint32Array;
  private readonly mask: number;

  constructor(readonly hashes: Uint32Array) {
    const size = 2 ** Math.ceil(Math.log2(2 * hashes.length + 2));
    this.mask = size - 1;
    this.places = new Uint32Array(2 * size);
    for (const [i, hash] of hashes.entries()) {
      const place = this.placeOf(hash);
      this.places[place] = hash;
      this.places[place + 1] = i + 1;
    }
  }

  /** Reads what `toBytes` wrote: the hashes in order, unsigned 32-bit, little-endian. */
  static fromBytes(bytes: Uint8Array): FeatureVocabulary {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = bytes.byteLength >> 2;
    return new FeatureVocabulary(Uint32Array.from({ length: count }, (_, i) => view.getUint32(i * 4, true)));
  }

  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.hashes.length * 4);
    const view = new DataView(bytes.buffer);
    for (const [i, hash] of this.hashes.entries()) view.setUint32(i * 4, hash, true);
    return bytes;
  }

  /** Number of embedding rows, row 0 included. */
  get size(): number {
    return this.hashes.length + 1;
  }

  row(hash: number): number {
    return this.places[this.placeOf(hash) + 1] as number;
  }

  /** Where a hash is, or would be: no row is 0. */
  private placeOf(hash: number): number {
    let at = hash & this.mask;
    while (this.places[2 * at + 1] !== 0 && this.places[2 * at] !== hash) at = (at + 1) & this.mask;
    return 2 * at;
  }
}

/** A text as embedding rows: per word its own row and its n-grams', and the row of the pair with the word before. */
export interface EncodedText {
  words: readonly Word[];
  pieces: readonly WordPieces[];
  pairs: readonly number[];
}

/** Rows of one word form: `rows[0]` is the whole word where `known`, the others its n-grams. */
export interface WordPieces {
  form: string;
  rows: readonly number[];
  known: boolean;
  /** The hash of the first half of the pair with the word behind it. */
  pairStart: number;
}

/** Most rows one word may bring, which bounds the tensors. */
export const PIECES_PER_WORD = 24;

/** Weight of each row in a word's vector: the whole word counts 1, its n-grams together as one random vector would. */
export function pieceWeights({ rows, known }: WordPieces): number[] {
  const grams = 1 / Math.sqrt(rows.length - Number(known) || 1);
  return rows.map((_, at) => (known && at === 0 ? 1 : grams));
}

/** Turns texts into rows; remembers the forms it has seen, up to a bound, as words repeat. */
export class TextEncoder {
  private readonly remembered = new Map<string, WordPieces>();

  constructor(
    readonly vocabulary: FeatureVocabulary,
    private readonly rememberAtMost = 50_000,
  ) {}

  /** The first `maxWords` words of the text. */
  encode(text: string, maxWords: number): EncodedText {
    return this.encodeWords(splitWords(text).slice(0, maxWords));
  }

  encodeWords(words: readonly Word[]): EncodedText {
    const pieces = words.map(({ form }) => this.piecesOf(form));
    const pairs = pieces.map(({ form }, i) =>
      this.vocabulary.row(pairOn(pieces[i - 1]?.pairStart ?? FIRST_PAIR, form)),
    );
    return { words, pieces, pairs };
  }

  private piecesOf(form: string): WordPieces {
    const remembered = this.remembered.get(form);
    if (remembered) return remembered;
    const whole = this.vocabulary.row(wordFeature(form));
    const grams = gramFeatures(form)
      .map((hash) => this.vocabulary.row(hash))
      .filter((row) => row > 0);
    const rows = (whole > 0 ? [whole, ...grams] : grams).slice(0, PIECES_PER_WORD);
    const pieces = { form, rows, known: whole > 0, pairStart: pairStart(form) };
    if (this.remembered.size >= this.rememberAtMost) this.remembered.clear();
    this.remembered.set(form, pieces);
    return pieces;
  }
}

/** The input tensors of `text-deep` for a batch, row-major. */
export interface TextBatch {
  /** Texts, longest text in words, distinct word forms plus one, most pieces of a form. */
  sizes: { texts: number; length: number; forms: number; pieces: number };
  /** [forms, pieces] embedding rows per distinct form; form 0 is padding. */
  pieceRows: Int32Array;
  /** [forms, 1, pieces] weight of each. */
  pieceWeights: Float32Array;
  /** [texts, length] which form stands where. */
  forms: Int32Array;
  /** [texts, length] embedding row of the pair with the word before. */
  pairRows: Int32Array;
  /** [texts, length] 1 where there is a word. */
  mask: Float32Array;
}

/**
 * Lays encoded texts out as one batch, padded to the longest. A text without words is laid out as one unknown
 * word, so that a model always has something to read.
 * @param fixed a length and a number of pieces that do not depend on the company a text is in
 */
export function layOutBatch(
  texts: readonly EncodedText[],
  fixed?: Pick<TextBatch["sizes"], "length" | "pieces">,
): TextBatch {
  const length = fixed?.length ?? Math.max(1, ...texts.map((text) => text.pieces.length));
  const distinct = new Map<string, { index: number; pieces: WordPieces }>();
  const forms = new Int32Array(texts.length * length);
  const pairRows = new Int32Array(texts.length * length);
  const mask = new Float32Array(texts.length * length);
  for (const [i, text] of texts.entries()) {
    mask[i * length] = 1;
    for (const [j, pieces] of text.pieces.entries()) {
      let entry = distinct.get(pieces.form);
      if (!entry) {
        entry = { index: distinct.size + 1, pieces };
        distinct.set(pieces.form, entry);
      }
      forms[i * length + j] = entry.index;
      pairRows[i * length + j] = text.pairs[j] as number;
      mask[i * length + j] = 1;
    }
  }
  const width =
    fixed?.pieces ?? Math.max(1, ...Array.from(distinct.values(), ({ pieces }) => pieces.rows.length));
  const pieceRows = new Int32Array((distinct.size + 1) * width);
  const weights = new Float32Array((distinct.size + 1) * width);
  for (const { index, pieces } of distinct.values()) {
    pieceRows.set(pieces.rows, index * width);
    weights.set(pieceWeights(pieces), index * width);
  }
  const sizes = { texts: texts.length, length, forms: distinct.size + 1, pieces: width };
  return { sizes, pieceRows, pieceWeights: weights, forms, pairRows, mask };
}

/** A tensor as plain data: what an ONNX runtime needs to make one of its own. */
export interface PlainTensor {
  type: "int32" | "float32";
  data: Int32Array | Float32Array;
  dims: readonly number[];
}

/** The batch as the network's inputs, by name. */
export function batchTensors(batch: TextBatch): Record<string, PlainTensor> {
  const { texts, length, forms, pieces } = batch.sizes;
  return {
    piece_rows: { type: "int32", data: batch.pieceRows, dims: [forms, pieces] },
    piece_weights: { type: "float32", data: batch.pieceWeights, dims: [forms, 1, pieces] },
    forms: { type: "int32", data: batch.forms, dims: [texts, length] },
    pair_rows: { type: "int32", data: batch.pairRows, dims: [texts, length] },
    mask: { type: "float32", data: batch.mask, dims: [texts, length] },
  };
}
