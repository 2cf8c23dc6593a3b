import * as ort from "onnxruntime-node";
import { attentionRollout } from "#lib/domain/text/attention-rollout";
import { crowdedToZero, gaussLegendre, type Quadrature } from "#lib/domain/text/path-integral";
import {
  batchTensors,
  type EncodedText,
  layOutBatch,
  PIECES_PER_WORD,
  type TextBatch,
  type TextEncoder,
} from "#lib/domain/text/word-features";
import { splitWords, type Word } from "#lib/domain/text/words";

export interface TextDeepSize {
  /** Most words the network reads at once. */
  maxWords: number;
  /** Number of logits. */
  categories: number;
}

/** Integrated gradients alone, or with attention beside them. */
type Views = "gradients" | "both";

/** How one word of a text moved one logit. */
export interface WordContribution extends Word {
  /** Share of the logit, signed (integrated gradients). */
  contribution: number;
  /** Share of the attention that reaches the answer (rollout), 0 to 1; 0 where it was not asked for. */
  attention: number;
}

export interface TextDeepExplanation {
  /** Words of the window that decided. */
  words: WordContribution[];
  /** The logit of the words, and of as many words whose vectors are zero. */
  logit: number;
  baseline: number;
  /** |sum of contributions - (logit - baseline)|: what the path integral misses. */
  completenessGap: number;
}

/** Words that one window shares with the next. */
const OVERLAP = 16;
/** A text is read in at most this many windows, spread over it, so that its cost is bounded. */
const MOST_WINDOWS = 24;
/** Words per run, padding included. */
const BATCH_WORDS = 4096;
/** Texts are padded to a multiple of this many words. */
const BUCKET = 8;
/** Rules for the path integral: the finer ones only where the coarser leave a gap. */
const PATHS = [16, 32, 64].map((nodes) => crowdedToZero(gaussLegendre(nodes), 3));
/** A gap of this share of the logit's move, or this many logits, is small enough. */
const GAP_SHARE = 0.05;
const GAP_FLOOR = 0.02;

/** A word speaks against a category visibly from this share of the strongest contribution. */
const OBJECTION_SHARE = 0.1;
const MOST_CHECKED = 16;

const BLANK: EncodedText = { words: [], pieces: [], pairs: [] };
/** Short texts on which a single row is compared with a row beside another. */
const PROBES = ["hello", "what a day", "see you at the market at noon", "no", "thank you both, it was kind"];

type Results = ort.InferenceSession.OnnxValueMapType;

/** The text-deep network with its preprocessing: texts in, logits and explanations out. */
export class TextDeep {
  private company: Promise<boolean> | undefined;

  constructor(
    private readonly model: ort.InferenceSession,
    private readonly explainer: ort.InferenceSession,
    private readonly encoder: TextEncoder,
    private readonly size: TextDeepSize,
  ) {}

  /** One row of logits per text; of a text that is read in several windows, the highest of each. */
  async logits(texts: readonly string[]): Promise<Float32Array[]> {
    const windows = texts.flatMap((text, index) =>
      windowsOf(splitWords(text), this.size.maxWords).map((words) => ({ index, words })),
    );
    const scored = await this.logitsOfWords(windows.map(({ words }) => words));
    const highest = texts.map(() => new Float32Array(this.size.categories).fill(Number.NEGATIVE_INFINITY));
    for (const [i, { index }] of windows.entries()) {
      const row = highest[index] as Float32Array;
      for (const [column, logit] of (scored[i] as Float32Array).entries()) {
        row[column] = Math.max(row[column] as number, logit);
      }
    }
    return highest;
  }

  /**
   * Logits of word sequences no longer than a window, in order. A text's logits are the same bits alone and in any
   * company: it is padded to a length that follows from its own words, forms have the same number of pieces always, and
   * where the network's last layers would take another path for a single row, it gets a blank companion.
   */
  async logitsOfWords(sequences: readonly (readonly Word[])[]): Promise<Float32Array[]> {
    const { categories } = this.size;
    const rows: Float32Array[] = new Array(sequences.length);
    const encoded = sequences.map((words, index) => ({ index, text: this.encoder.encodeWords(words) }));
    for (const { length, part } of this.buckets(encoded)) {
      const texts = part.map(({ text }) => text);
      if (texts.length === 1 && (await this.needsCompany())) texts.push(BLANK);
      const data = await this.run(texts, length);
      for (const [i, { index }] of part.entries()) {
        rows[index] = data.slice(i * categories, (i + 1) * categories);
      }
    }
    return rows;
  }

  private async run(texts: EncodedText[], length: number): Promise<Float32Array> {
    const batch = layOutBatch(texts, { length, pieces: PIECES_PER_WORD });
    const { logits } = await this.model.run(feedsOf(batch), ["logits"]);
    return logits?.data as Float32Array;
  }

  /** Whether a single row gets other bits than the same row beside others, as the runtime's matrix product may do. */
  private needsCompany(): Promise<boolean> {
    this.company ??= (async () => {
      for (const words of PROBES) {
        const text = this.encoder.encodeWords(splitWords(words));
        const alone = Array.from(await this.run([text], BUCKET));
        const beside = Array.from((await this.run([text, BLANK], BUCKET)).subarray(0, this.size.categories));
        if (alone.some((logit, column) => logit !== beside[column])) return true;
      }
      return false;
    })();
    return this.company;
  }

  /** Texts of one padded length each, none of the parts above the words of a batch. */
  private *buckets<T extends { text: EncodedText }>(items: T[]): Generator<{ length: number; part: T[] }> {
    const byLength = new Map<number, T[]>();
    for (const item of items) {
      const words = Math.max(1, item.text.pieces.length);
      const length = Math.min(this.size.maxWords, Math.ceil(words / BUCKET) * BUCKET);
      const known = byLength.get(length);
      if (known) known.push(item);
      else byLength.set(length, [item]);
    }
    for (const [length, all] of byLength) {
      const most = Math.max(1, Math.floor(BATCH_WORDS / length));
      for (let start = 0; start < all.length; start += most)
        yield { length, part: all.slice(start, start + most) };
    }
  }

  /**
   * Explains one logit of a text by integrated gradients (Sundararajan et al. 2017) from word vectors of zero
   * to the real ones, with attention rollout beside it. Of a long text, the window with the highest logit.
   */
  async explain(text: string, column: number, views: Views = "both"): Promise<TextDeepExplanation> {
    const windows = windowsOf(splitWords(text), this.size.maxWords);
    const scored = windows.length > 1 ? await this.logitsOfWords(windows) : [];
    const values = scored.map((row) => row[column] as number);
    const decisive = windows[values.indexOf(Math.max(...values))] ?? windows[0] ?? [];
    return this.explainWords(decisive, column, views);
  }

  /** Explains one logit of words that fit in a window. Without attention it is the cheaper by a fifth. */
  async explainWords(
    words: readonly Word[],
    column: number,
    views: Views = "both",
  ): Promise<TextDeepExplanation> {
    const wanted = views === "both" ? ["slopes", "logits", "attentions"] : ["slopes", "logits"];
    const batch = layOutBatch([this.encoder.encodeWords(words)]);
    const { length } = batch.sizes;
    const { embedded } = (await this.model.run(feedsOf(batch), ["embedded"])) as Record<
      "embedded",
      ort.Tensor
    >;
    const target = new Float32Array(this.size.categories);
    target[column] = 1;
    const feeds = {
      embedded,
      mask: new ort.Tensor("float32", batch.mask, [1, length]),
      target: new ort.Tensor("float32", target, [1, target.length]),
    };
    let explanation: TextDeepExplanation | undefined;
    for (const path of PATHS) {
      const scales = Float32Array.from([0, ...path.at, 1]);
      const at = new ort.Tensor("float32", scales, [scales.length, 1, 1]);
      const results = await this.explainer.run({ ...feeds, scales: at }, wanted);
      explanation = this.readExplanation(words, column, length, path, results);
      const { completenessGap, logit, baseline } = explanation;
      if (completenessGap <= Math.max(GAP_FLOOR, GAP_SHARE * Math.abs(logit - baseline))) break;
    }
    return explanation as TextDeepExplanation;
  }

  /**
   * The explanation without what would mislead: a path's credit can fall below zero for one of several words that each
   * suffice. Words that stand out as speaking against the category are taken away one by one, and where the logit falls
   * without one, its contribution is nothing. At most `MOST_CHECKED` words in one run, a twentieth of what the path costs.
   */
  async withoutFalseObjections(
    explanation: TextDeepExplanation,
    column: number,
  ): Promise<TextDeepExplanation> {
    const { words, logit } = explanation;
    const strongest = Math.max(...words.map(({ contribution }) => Math.abs(contribution)));
    const against = words
      .filter(({ contribution }) => contribution <= -OBJECTION_SHARE * strongest)
      .sort((a, b) => a.contribution - b.contribution)
      .slice(0, MOST_CHECKED);
    if (against.length === 0) return explanation;
    const without = await this.logitsOfWords(against.map((gone) => words.filter((word) => word !== gone)));
    const silenced = new Set(against.filter((_, at) => (without[at]?.[column] as number) < logit));
    const kept = words.map((word) => (silenced.has(word) ? { ...word, contribution: 0 } : word));
    return { ...explanation, words: kept };
  }

  private readExplanation(
    words: readonly Word[],
    column: number,
    length: number,
    path: Quadrature,
    results: Results,
  ): TextDeepExplanation {
    const { slopes, logits } = results as Record<"slopes" | "logits", ort.Tensor>;
    const last = path.at.length + 1;
    const slope = slopes.data as Float32Array;
    const contributions = words.map((_, i) =>
      path.weight.reduce((sum, weight, node) => sum + weight * (slope[(node + 1) * length + i] as number), 0),
    );
    const attention = rolledOut(results.attentions, last, length);
    const logit = Number(logits.data[last * this.size.categories + column]);
    const baseline = Number(logits.data[column]);
    const total = contributions.reduce((sum, contribution) => sum + contribution, 0);
    return {
      words: words.map((word, i) => ({
        ...word,
        contribution: contributions[i] as number,
        attention: attention?.[i] ?? 0,
      })),
      logit,
      baseline,
      completenessGap: Math.abs(total - (logit - baseline)),
    };
  }
}

/** Rollout of the attentions of text `at` of a run that gave them. */
function rolledOut(attentions: ort.Tensor | undefined, at: number, length: number) {
  if (!attentions) return undefined;
  const layers = attentions.dims[1] as number;
  const size = layers * length * length;
  const mixes = (attentions.data as Float32Array).subarray(at * size, (at + 1) * size);
  return attentionRollout(mixes, layers, length);
}

/** Overlapping windows over the words; one, perhaps empty, when they fit. */
export function windowsOf(words: readonly Word[], maxWords: number): (readonly Word[])[] {
  if (words.length <= maxWords) return [words];
  const stride = maxWords - Math.min(OVERLAP, maxWords >> 1);
  const starts: number[] = [];
  for (let start = 0; start + maxWords < words.length; start += stride) starts.push(start);
  starts.push(words.length - maxWords);
  const count = Math.min(starts.length, MOST_WINDOWS);
  const step = (starts.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, i) => {
    const start = starts[Math.round(i * step)] as number;
    return words.slice(start, start + maxWords);
  });
}

function feedsOf(batch: TextBatch): Record<string, ort.Tensor> {
  const tensors = Object.entries(batchTensors(batch));
  return Object.fromEntries(
    tensors.map(([name, { type, data, dims }]) => [name, new ort.Tensor(type, data, dims)]),
  );
}
