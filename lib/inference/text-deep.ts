import * as ort from "onnxruntime-node";
import { attentionRollout } from "#lib/domain/text/attention-rollout";
import { crowdedToZero, gaussLegendre, type Quadrature } from "#lib/domain/text/path-integral";
import { layOutBatch, type TextEncoder } from "#lib/domain/text/word-features";
import { splitWords, type Word } from "#lib/domain/text/words";
import {
  feedsOf,
  type ReadTexts,
  readsByGraph,
  TextNetwork,
  type TextNetworkSize,
  windowsOf,
} from "./text-network";

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

/** The completeness gap as a share of the logit's move from no words, at most 1; 0 where neither is anything. */
export function gapShare({ completenessGap, logit, baseline }: TextDeepExplanation): number {
  return completenessGap === 0 ? 0 : Math.min(1, completenessGap / Math.abs(logit - baseline));
}

/** Rules for the path integral: the finer ones only where the coarser leave a gap. */
const PATHS = [16, 32, 64].map((nodes) => crowdedToZero(gaussLegendre(nodes), 3));
/** A gap of this share of the logit's move, or this many logits, is small enough. */
const GAP_SHARE = 0.05;
const GAP_FLOOR = 0.02;

/** A word speaks against a category visibly from this share of the strongest contribution. */
const OBJECTION_SHARE = 0.1;
const MOST_CHECKED = 16;

type Results = ort.InferenceSession.OnnxValueMapType;

/** The text-deep network with its preprocessing: texts in, logits and explanations out. */
export class TextDeep extends TextNetwork {
  constructor(
    private readonly model: ort.InferenceSession,
    private readonly explainer: ort.InferenceSession,
    encoder: TextEncoder,
    size: TextNetworkSize,
    read: ReadTexts = readsByGraph(model),
  ) {
    super(read, encoder, size);
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
