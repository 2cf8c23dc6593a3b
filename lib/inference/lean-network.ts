import { readFile } from "node:fs/promises";
import * as ort from "onnxruntime-node";
import { type EncodedText, PIECES_PER_WORD, type WordPieces } from "#lib/domain/text/word-features";
import { type LeanGraph, leanGraph } from "./lean-graph";
import { openSession } from "./session";
import { BATCH_WORDS, type ReadTexts, readsByGraph } from "./text-network";
import { WordVectors } from "./word-vectors";

/** What both forms may differ by: single precision, summed in another order. */
const TOLERANCE = 1e-4;
/** Texts made up of rows of the table, on which both forms are compared, by number of words; and one as long as any may be. */
const PROBES = [0, 1, 5, 8];

/**
 * The network of a file in its lean form, on the processor; undefined for a file that holds another network than the project
 * exports, or where the lean form does not say what the file's own graph (`whole`) says: the file stays the definition.
 */
export async function openLean(
  modelPath: string,
  whole: ort.InferenceSession,
): Promise<ReadTexts | undefined> {
  let lean: LeanGraph;
  let session: ort.InferenceSession;
  let read: ReadTexts;
  try {
    lean = leanGraph(await readFile(modelPath));
    ({ session } = await openSession(lean.model, { names: ["cpu"] }));
    read = readsLean(session, lean);
  } catch {
    return undefined;
  }
  const { scales, positions, width } = lean.tables;
  const asked = [PROBES, [positions.length / width]].map((all) => ({
    texts: all.map((words) => probe(words, scales.length)),
    length: Math.max(...all),
  }));
  for (const { texts, length } of asked) {
    const [own, other] = [await read(texts, length), await readsByGraph(whole)(texts, length)];
    if (own.length === other.length && own.every((logit, at) => agree(logit, other[at] as number))) continue;
    await session.release();
    return undefined;
  }
  return read;
}

const agree = (a: number, b: number) => Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b));

function readsLean(session: ort.InferenceSession, { tables, categories, kinds }: LeanGraph): ReadTexts {
  const vectors = new WordVectors(tables, BATCH_WORDS);
  const outputs = categories * (kinds + 1) + kinds;
  const run = async (texts: readonly EncodedText[], length: number): Promise<Float32Array> => {
    const { placed, summed, present, absent } = vectors.place(texts, length);
    const count = texts.length;
    const { said } = await session.run(
      {
        placed: new ort.Tensor("float32", placed, [count, length, tables.width]),
        summed: new ort.Tensor("float32", summed, [count, 1, tables.width]),
        present: new ort.Tensor("int32", present, [count, length]),
        absent: new ort.Tensor("float32", absent, [count, 1, length]),
      },
      ["said"],
    );
    const rows = said?.data as Float32Array;
    const logits = new Float32Array(count * categories);
    for (let at = 0; at < count; at++)
      mixExperts(rows.subarray(at * outputs), categories, kinds, logits.subarray(at * categories));
    return logits;
  };
  // One after the other: they share the memory of words.
  let last: Promise<unknown> = Promise.resolve();
  return (texts, length) => {
    const running = last.then(() => run(texts, length));
    last = running.catch(() => {});
    return running;
  };
}

/** Logits of a text: its shared ones, and the experts' by the softmax of the kinds' (Jacobs et al. 1991). */
function mixExperts(row: Float32Array, categories: number, kinds: number, logits: Float32Array): void {
  logits.set(row.subarray(0, categories));
  let [highest, total] = [Number.NEGATIVE_INFINITY, 0];
  for (let kind = 0; kind < kinds; kind++) highest = Math.max(highest, row[categories + kind] as number);
  for (let kind = 0; kind < kinds; kind++) total += Math.exp((row[categories + kind] as number) - highest);
  for (let kind = 0; kind < kinds; kind++) {
    const share = Math.exp((row[categories + kind] as number) - highest) / total;
    const from = categories + kinds + kind * categories;
    for (let column = 0; column < categories; column++)
      logits[column] = (logits[column] as number) + share * (row[from + column] as number);
  }
}

/** A text of so many forms, each of several rows from all over the table. */
function probe(words: number, rows: number): EncodedText {
  const row = (seed: number) => (Math.imul(seed + 1, 0x9e3779b1) >>> 0) % rows;
  const pieces = Array.from({ length: words }, (_, word): WordPieces => {
    const count = 1 + ((7 * word) % PIECES_PER_WORD);
    const own = Array.from({ length: count }, (_, at) => row(words * 1000 + word * 50 + at));
    return { form: `${words} ${word}`, rows: own, known: word % 2 === 0, pairStart: 0 };
  });
  return { words: [], pieces, pairs: pieces.map((_, word) => (word % 3 === 0 ? 0 : row(words * 77 + word))) };
}
