import { describe, expect, it } from "vitest";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { splitWords, type Word } from "#lib/domain/text/words";
import { Random } from "./random";
import { type ExplainableModel, explanationTrial, identityTrial, spellingTrial } from "./text-deep-trials";

/** A model whose logit is the sum of fixed weights of words, and whose explanations are those weights. */
function additive(weights: Readonly<Record<string, number>>): ExplainableModel {
  const weightOf = ({ form }: Word): number => weights[form] ?? 0;
  const logitOf = (words: readonly Word[]): number => words.reduce((sum, word) => sum + weightOf(word), -2);
  const row = (words: readonly Word[]): Float32Array =>
    new Float32Array(CATEGORIES.length).fill(logitOf(words));
  return {
    logits: async (texts) => texts.map((text) => row(splitWords(text))),
    logitsOfWords: async (sequences) => sequences.map(row),
    explainWords: async (words) => ({
      words: words.map((word, i) => ({ ...word, contribution: weightOf(word), attention: i === 0 ? 1 : 0 })),
      logit: logitOf(words),
      baseline: -2,
      completenessGap: 0,
    }),
  };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe("explanationTrial", () => {
  it("tells a truthful attribution from attention and chance, and finds the deciding word", async () => {
    const texts = Array.from({ length: 10 }, (_, i) => {
      const text = `so here is one nasty remark number ${i} among many`;
      return { text, rationales: [{ type: "toxic", start: 15, end: 20 }] };
    });
    const figures = await explanationTrial(additive({ nasty: 5 }), "toxicity", texts, {
      probability: sigmoid,
      threshold: 0.5,
      maxWords: 50,
      random: new Random(1),
    });
    expect(figures.gradients.deletion).toBeLessThan(figures.random.deletion);
    expect(figures.gradients.deletion).toBeLessThan(figures.attention.deletion);
    expect(figures.gradients.insertion).toBeGreaterThan(figures.random.insertion);
    expect(figures.plausibility.gradients).toBe(1);
    expect(figures.plausibility.attention).toBe(0);
    expect(figures.counterfactuals).toMatchObject({ found: 1, words: 1 });
    expect(figures.score).toBeCloseTo(sigmoid(3));
  });
});

describe("identityTrial", () => {
  it("finds the term whose mention misleads the model", async () => {
    const texts = ["red", "blue"].flatMap((term) =>
      Array.from({ length: 60 }, (_, i) => ({
        text: `${i % 2 ? "nasty" : "lovely"} ${term} ${"abcdefghijklmnopqrstuvwxyz"[i % 26]}word`,
        label: i % 2,
      })),
    );
    const fair = await identityTrial(additive({ nasty: 5, red: 1 }), "hate", texts);
    expect(fair.auc).toBeGreaterThan(0.99);
    expect(fair.terms.map(({ term }) => term).sort()).toEqual(["blue", "red"]);
    const unfair = await identityTrial(additive({ nasty: 1, red: 0, lovely: 1, blue: 3 }), "hate", texts);
    expect(unfair.terms.every(({ auc }) => auc === 0.5)).toBe(true);
  });
});

describe("spellingTrial", () => {
  it("measures what misspelling costs", async () => {
    const texts = Array.from({ length: 80 }, (_, i) => ({
      text: i % 2 ? "nasty remark" : "lovely remark",
      label: i % 2,
    }));
    const { clean, misspelt } = await spellingTrial(
      additive({ nasty: 5 }),
      "toxicity",
      texts,
      new Random(2),
      0.5,
    );
    expect(clean).toBe(1);
    expect(misspelt).toBeLessThan(1);
  });
});
