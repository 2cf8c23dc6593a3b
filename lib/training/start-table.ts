import { type RawText, wordVectorAt } from "./raw-text";

const [NEVER, WORD, GRAM, PAIR] = [0, 1, 2, 3];
const SAMPLED_WORDS = 200_000;

/**
 * Puts learnt vectors in place of the random ones a table starts with. The mean of each kind of row (words, n-grams,
 * pairs) is taken out, since it tells no two words apart, and all are scaled so that a word's vector is as long, on
 * average over the text, as at random. Rows that never occur keep their random values.
 */
export function startFrom(learnt: Float32Array, text: RawText, width: number, table: Float32Array): void {
  const kindOf = kindsOf(text, table.length / width);
  const centred = learnt.slice();
  for (const kind of [WORD, GRAM, PAIR]) {
    const rows = Array.from(kindOf.keys()).filter((row) => kindOf[row] === kind);
    const mean = meanOf(learnt, rows, width);
    for (const row of rows) {
      for (let i = 0; i < width; i++) {
        centred[row * width + i] = (learnt[row * width + i] as number) - (mean[i] as number);
      }
    }
  }
  const factor = typicalLength(table, text, width) / typicalLength(centred, text, width);
  for (const [row, kind] of kindOf.entries()) {
    if (kind === NEVER) continue;
    for (let i = row * width; i < (row + 1) * width; i++) table[i] = factor * (centred[i] as number);
  }
}

function meanOf(table: Float32Array, rows: readonly number[], width: number): Float64Array {
  const mean = new Float64Array(width);
  for (const row of rows) {
    for (let i = 0; i < width; i++) {
      mean[i] = (mean[i] as number) + (table[row * width + i] as number) / rows.length;
    }
  }
  return mean;
}

/** Per row what it stands for. */
function kindsOf(text: RawText, rows: number): Uint8Array {
  const kinds = new Uint8Array(rows);
  for (const row of text.pieces) kinds[row] = GRAM;
  for (const [form, known] of text.known.entries()) {
    if (known === 1) kinds[text.pieces[text.firstPiece[form] as number] as number] = WORD;
  }
  for (const row of text.pairs) kinds[row] = PAIR;
  kinds[0] = NEVER;
  return kinds;
}

/** Root of the mean square length of the words' vectors, over an even sample of the text. */
function typicalLength(table: Float32Array, text: RawText, width: number): number {
  const stride = Math.max(1, Math.floor(text.forms.length / SAMPLED_WORDS));
  const vector = new Float64Array(width);
  let [sum, words] = [0, 0];
  for (let position = 0; position < text.forms.length; position += stride) {
    wordVectorAt(text, table, position, vector);
    for (const value of vector) sum += value * value;
    words++;
  }
  return Math.sqrt(sum / words);
}
