import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import { type Counterfactual, findCounterfactual } from "#lib/domain/text/counterfactual";
import { splitWords, type Word } from "#lib/domain/text/words";
import type { Rationale } from "./datasets";
import { faithfulness, randomAttribution, tokenF1 } from "./faithfulness";
import { auc } from "./metrics";
import type { Random } from "./random";
import { misspell } from "./spelling-noise";

/** What the trials ask of a model; `lib/inference/text-deep.ts` has it. */
export interface ExplainableModel {
  /** One row of logits per text. */
  logits(texts: readonly string[]): Promise<Float32Array[]>;
  /** One row of logits per sequence of words. */
  logitsOfWords(sequences: readonly (readonly Word[])[]): Promise<Float32Array[]>;
  explainWords(words: readonly Word[], column: number): Promise<Explained>;
}

interface Explained {
  words: readonly (Word & { contribution: number; attention: number })[];
  logit: number;
  baseline: number;
  completenessGap: number;
}

/** A text with what its set says of one category. */
export interface LabelledText {
  text: string;
  /** 0 or 1. */
  label: number;
}

/** AUC of a category on texts as written and with a share of their letters changed. */
export async function spellingTrial(
  model: ExplainableModel,
  category: Category,
  texts: readonly LabelledText[],
  random: Random,
  rate = 0.1,
): Promise<{ clean: number; misspelt: number }> {
  const column = CATEGORIES.indexOf(category);
  const labels = texts.map(({ label }) => label);
  const measure = async (written: readonly string[]): Promise<number> => {
    const rows = await model.logits(written);
    return auc({ scores: rows.map((row) => row[column] as number), labels });
  };
  return {
    clean: await measure(texts.map(({ text }) => text)),
    misspelt: await measure(texts.map(({ text }) => misspell(text, random, rate))),
  };
}

export interface IdentityFigures {
  auc: number;
  /** AUC of the texts that name each term, worst first. */
  terms: { term: string; auc: number; count: number }[];
}

/** Fewest texts of each kind for a term's AUC to mean something. */
const FEWEST_PER_TERM = 20;
const FILLERS = new Set([
  "i",
  "am",
  "a",
  "is",
  "being",
  "and",
  "you",
  "are",
  "hate",
  "person",
  "people",
  "man",
  "woman",
]);

/**
 * AUC over templates that name identities, overall and per identity: words in so many of the harmful and of
 * the harmless templates that they are slots, not verdicts.
 */
export async function identityTrial(
  model: ExplainableModel,
  category: Category,
  texts: readonly LabelledText[],
): Promise<IdentityFigures> {
  const column = CATEGORIES.indexOf(category);
  const rows = await model.logits(texts.map(({ text }) => text));
  const scores = rows.map((row) => row[column] as number);
  const members = new Map<string, number[]>();
  for (const [i, { text }] of texts.entries()) {
    for (const form of new Set(splitWords(text).map((word) => word.form))) {
      if (!FILLERS.has(form)) members.set(form, [...(members.get(form) ?? []), i]);
    }
  }
  const terms = Array.from(members).flatMap(([term, indices]) => {
    const labels = indices.map((i) => texts[i]?.label as number);
    const positives = labels.filter(Boolean).length;
    if (Math.min(positives, labels.length - positives) < FEWEST_PER_TERM) return [];
    return [
      { term, count: labels.length, auc: auc({ scores: indices.map((i) => scores[i] as number), labels }) },
    ];
  });
  return {
    auc: auc({ scores, labels: texts.map(({ label }) => label) }),
    terms: terms.sort((a, b) => a.auc - b.auc),
  };
}

/** A text with the stretches that people marked in it. */
export interface MarkedText {
  text: string;
  rationales: readonly Rationale[];
}

interface Curves {
  deletion: number;
  insertion: number;
}

export interface ExplanationFigures {
  texts: number;
  /** Mean probability of the texts as they are. */
  score: number;
  gradients: Curves;
  attention: Curves;
  random: Curves;
  /** Mean completeness gap as a share of the logit's move. */
  gap: number;
  /** Token F1 against people's marks, of each attribution. */
  plausibility: { gradients: number; attention: number };
  counterfactuals: { found: number; words: number; passes: number };
}

/** Contribution of a chosen word, as a share of the strongest. */
const CHOSEN_FROM = 0.3;
/** Attention is flatter, so what counts as chosen starts higher. */
const ATTENDED_FROM = 0.6;

/**
 * How faithful and how plausible the explanations of one category are, on texts that people marked.
 * @param probability turns a logit into a calibrated probability
 */
export async function explanationTrial(
  model: ExplainableModel,
  category: Category,
  texts: readonly MarkedText[],
  options: { probability: (logit: number) => number; threshold: number; maxWords: number; random: Random },
): Promise<ExplanationFigures> {
  const column = CATEGORIES.indexOf(category);
  const sums = { score: 0, gap: 0, f1: 0, attentionF1: 0 };
  const curves = { gradients: zero(), attention: zero(), random: zero() };
  const flips: (Counterfactual | undefined)[] = [];
  for (const { text, rationales } of texts) {
    const words = splitWords(text).slice(0, options.maxWords);
    const { words: explained, logit, baseline, completenessGap } = await model.explainWords(words, column);
    const score = async (subsets: readonly (readonly number[])[]): Promise<number[]> => {
      const rows = await model.logitsOfWords(subsets.map((kept) => kept.map((at) => words[at] as Word)));
      return rows.map((row) => options.probability(row[column] as number));
    };
    const contributions = explained.map(({ contribution }) => contribution);
    const attention = explained.map((word) => word.attention);
    addTo(curves.gradients, await faithfulness(contributions, score));
    addTo(curves.attention, await faithfulness(attention, score));
    addTo(curves.random, await faithfulness(randomAttribution(words.length, options.random), score));
    sums.score += options.probability(logit);
    sums.gap += completenessGap / Math.max(0.1, Math.abs(logit - baseline));
    sums.f1 += tokenF1(explained, rationales, CHOSEN_FROM);
    sums.attentionF1 += tokenF1(
      explained.map((word) => ({ ...word, contribution: word.attention })),
      rationales,
      ATTENDED_FROM,
    );
    if (options.probability(logit) >= options.threshold) {
      flips.push(await findCounterfactual({ contributions, threshold: options.threshold, score }));
    }
  }
  const found = flips.filter((flip) => flip !== undefined);
  const mean = (sum: number, count = texts.length): number => sum / Math.max(1, count);
  return {
    texts: texts.length,
    score: mean(sums.score),
    gradients: meanOf(curves.gradients, texts.length),
    attention: meanOf(curves.attention, texts.length),
    random: meanOf(curves.random, texts.length),
    gap: mean(sums.gap),
    plausibility: { gradients: mean(sums.f1), attention: mean(sums.attentionF1) },
    counterfactuals: {
      found: mean(found.length, flips.length),
      words: mean(
        found.reduce((sum, { removed }) => sum + removed.length, 0),
        found.length,
      ),
      passes: mean(
        found.reduce((sum, { passes }) => sum + passes, 0),
        found.length,
      ),
    },
  };
}

const zero = (): Curves => ({ deletion: 0, insertion: 0 });

function addTo(sum: Curves, { deletion, insertion }: Curves): void {
  sum.deletion += deletion;
  sum.insertion += insertion;
}

function meanOf({ deletion, insertion }: Curves, count: number): Curves {
  return { deletion: deletion / Math.max(1, count), insertion: insertion / Math.max(1, count) };
}
