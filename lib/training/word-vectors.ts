import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import { mixSeed, Random } from "./random";
import { type RawText, wordVectorAt } from "./raw-text";

export interface WordVectorPlan {
  seed: number;
  width: number;
  epochs: number;
  /** Words to each side that a word foretells, at most; how many is drawn anew each time. */
  window: number;
  /** Words drawn at random for each true neighbour. */
  negatives: number;
  /** Learning rate at the start; it falls in a line to 0. */
  rate: number;
  /** Words that make up more than this share of the text are skipped at random, the more the more frequent. */
  frequent: number;
  /** Occurrences below which a word is nobody's neighbour. */
  fewest: number;
}

export interface WordVectorProgress {
  /** Share of the work that is done. */
  done: number;
  /** Cross-entropy of a neighbour and its random words, averaged over the last stretch. */
  loss: number;
  etaMs: number;
}

const NEGATIVE_TABLE = 1 << 20;
const TEXTS_PER_REPORT = 20_000;
const STEEPEST = 8;
const SIGMOID_STEPS = 4096;
const SIGMOID = Float64Array.from(
  { length: SIGMOID_STEPS + 1 },
  (_, at) => 1 / (1 + Math.exp(STEEPEST - (2 * STEEPEST * at) / SIGMOID_STEPS)),
);

/**
 * Learns embedding rows from raw text by skip-gram with negative sampling (Mikolov et al. 2013) over sums of a word's rows,
 * as in Bojanowski et al. 2017: words that keep the same company get vectors that point the same way, and so do their
 * n-grams and pairs. Labels play no part. The word that a pair contains is not foretold from that pair.
 * Goes on from `checkpoint`, written after each epoch; the same plan and text give the same bytes.
 * @returns the table, row-major [tableRows, width]; rows that never occur are 0
 */
export function learnWordVectors(
  text: RawText,
  tableRows: number,
  plan: WordVectorPlan,
  hooks: { checkpoint?: string; onProgress?: (progress: WordVectorProgress) => void } = {},
): Float32Array {
  const run = new SkipGram(text, tableRows, plan);
  const fingerprint = JSON.stringify({ plan, tableRows, words: text.forms.length });
  const kept = hooks.checkpoint ? readCheckpoint(hooks.checkpoint) : undefined;
  let epoch = 0;
  if (kept?.state.fingerprint === fingerprint) {
    run.table.set(kept.arrays[0] as Float32Array);
    run.contexts.set(kept.arrays[1] as Float32Array);
    epoch = Number(kept.state.epochs);
  }
  while (epoch < plan.epochs) {
    run.epoch(epoch++, hooks.onProgress ?? (() => undefined));
    if (hooks.checkpoint) {
      writeCheckpoint(hooks.checkpoint, {
        state: { fingerprint, epochs: epoch },
        arrays: [run.table, run.contexts],
      });
    }
  }
  return run.table;
}

class SkipGram {
  readonly table: Float32Array;
  /** Vectors of words as neighbours, in the order of `neighbours`. */
  readonly contexts: Float32Array;
  /** Per form its place among the neighbours, -1 for rare ones. */
  private readonly neighbour: Int32Array;
  private readonly negativeTable: Int32Array;
  private readonly keep: Float64Array;
  private readonly word: Float64Array;
  private readonly change: Float64Array;

  constructor(
    private readonly text: RawText,
    tableRows: number,
    private readonly plan: WordVectorPlan,
  ) {
    const { width, seed, frequent, fewest } = plan;
    const { counts, forms } = text;
    const random = new Random(mixSeed(seed, 20));
    this.table = new Float32Array(tableRows * width);
    for (const row of occurring(text)) {
      for (let i = 0; i < width; i++) this.table[row * width + i] = (random.next() - 0.5) / width;
    }
    let neighbours = 0;
    this.neighbour = counts.map((count) => (count >= fewest ? neighbours++ : -1));
    this.contexts = new Float32Array(neighbours * width);
    this.negativeTable = negativeTable(counts.filter((count) => count >= fewest));
    this.keep = Float64Array.from(counts, (count) => {
      const excess = (frequent * forms.length) / count;
      return Math.sqrt(excess) + excess;
    });
    this.word = new Float64Array(width);
    this.change = new Float64Array(width);
  }

  epoch(epoch: number, onProgress: (progress: WordVectorProgress) => void): void {
    const { starts, forms } = this.text;
    const { seed, epochs, rate } = this.plan;
    const random = new Random(mixSeed(seed, 21, epoch));
    const order = random.shuffle(Array.from({ length: starts.length - 1 }, (_, at) => at));
    const started = performance.now();
    const loss = { sum: 0, count: 0 };
    let read = 0;
    for (const [at, textAt] of order.entries()) {
      const [start, end] = [starts[textAt] as number, starts[textAt + 1] as number];
      const left = 1 - (epoch + read / forms.length) / epochs;
      this.readText(this.kept(start, end, random), rate * left, random, loss);
      read += end - start;
      if ((at + 1) % TEXTS_PER_REPORT > 0 && at + 1 < order.length) continue;
      const share = read / forms.length;
      const etaMs = ((performance.now() - started) * (epochs - epoch - share)) / share;
      onProgress({ done: (epoch + share) / epochs, loss: loss.sum / loss.count, etaMs });
      Object.assign(loss, { sum: 0, count: 0 });
    }
  }

  private kept(start: number, end: number, random: Random): number[] {
    const positions: number[] = [];
    for (let at = start; at < end; at++) {
      const share = this.keep[this.text.forms[at] as number] as number;
      if (share >= 1 || random.next() < share) positions.push(at);
    }
    return positions;
  }

  private readText(
    positions: readonly number[],
    rate: number,
    random: Random,
    loss: { sum: number; count: number },
  ): void {
    const { text, neighbour, word, change } = this;
    for (let k = 0; k < positions.length; k++) {
      const position = positions[k] as number;
      wordVectorAt(text, this.table, position, word);
      change.fill(0);
      const paired = (text.pairs[position] as number) > 0;
      const reach = 1 + random.below(this.plan.window);
      const last = Math.min(positions.length - 1, k + reach);
      for (let j = Math.max(0, k - reach); j <= last; j++) {
        const other = positions[j] as number;
        if (j === k || (paired && other === position - 1)) continue;
        const target = neighbour[text.forms[other] as number] as number;
        if (target < 0) continue;
        loss.sum += this.foretell(target, rate, random);
        loss.count++;
      }
      this.move(position);
    }
  }

  /** One true neighbour against random words; returns the cross-entropy. */
  private foretell(target: number, rate: number, random: Random): number {
    let loss = 0;
    for (let draw = 0; draw <= this.plan.negatives; draw++) {
      const other = draw === 0 ? target : (this.negativeTable[random.below(NEGATIVE_TABLE)] as number);
      if (draw > 0 && other === target) continue;
      loss += this.learnPair(other, draw === 0 ? 1 : 0, rate);
    }
    return loss;
  }

  private learnPair(other: number, label: 0 | 1, rate: number): number {
    const { word, change, contexts } = this;
    const width = word.length;
    const base = other * width;
    let product = 0;
    for (let i = 0; i < width; i++) product += (word[i] as number) * (contexts[base + i] as number);
    const at = Math.round(
      (Math.max(-STEEPEST, Math.min(STEEPEST, product)) / STEEPEST + 1) * (SIGMOID_STEPS / 2),
    );
    const likely = SIGMOID[at] as number;
    const pull = (label - likely) * rate;
    for (let i = 0; i < width; i++) {
      const context = contexts[base + i] as number;
      change[i] = (change[i] as number) + pull * context;
      contexts[base + i] = context + pull * (word[i] as number);
    }
    return label === 1 ? -Math.log(likely) : -Math.log(1 - likely);
  }

  /** Moves the rows of the word at a position by the gathered change, each at its weight in the sum. */
  private move(position: number): void {
    const { table, change, text } = this;
    const width = change.length;
    const form = text.forms[position] as number;
    const end = text.firstPiece[form + 1] as number;
    for (let piece = text.firstPiece[form] as number; piece < end; piece++) {
      const row = (text.pieces[piece] as number) * width;
      const weight = text.weights[piece] as number;
      for (let i = 0; i < width; i++)
        table[row + i] = (table[row + i] as number) + weight * (change[i] as number);
    }
    const pair = (text.pairs[position] as number) * width;
    if (pair > 0)
      for (let i = 0; i < width; i++) table[pair + i] = (table[pair + i] as number) + (change[i] as number);
  }
}

/** Words by the three-quarter power of their frequency, so that a uniform draw from it follows that. */
function negativeTable(counts: Int32Array): Int32Array {
  const powers = Float64Array.from(counts, (count) => count ** 0.75);
  const total = powers.reduce((sum, power) => sum + power, 0);
  const drawn = new Int32Array(NEGATIVE_TABLE);
  let [word, upTo] = [0, (powers[0] ?? 0) / total];
  for (let at = 0; at < NEGATIVE_TABLE; at++) {
    drawn[at] = word;
    while (at / NEGATIVE_TABLE >= upTo && word < counts.length - 1) {
      word++;
      upTo += (powers[word] as number) / total;
    }
  }
  return drawn;
}

/** Embedding rows that occur in the text, in ascending order, without row 0. */
function occurring({ pieces, pairs }: RawText): number[] {
  const rows = new Set<number>([...pieces]);
  for (const row of pairs) rows.add(row);
  rows.delete(0);
  return [...rows].sort((a, b) => a - b);
}
