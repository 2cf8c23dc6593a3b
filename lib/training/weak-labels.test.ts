import { describe, expect, it } from "vitest";
import { targetRow } from "./datasets";
import { fillUnknown, type LexiconTerm, offensiveWords, WeakLabeller } from "./weak-labels";

const LEXICON: LexiconTerm[] = [
  { text: "dratword", category: "bodily fluids / excrement", severity: 2 },
  { text: "slurword", category: "racial / ethnic slurs", severity: 3 },
  { text: "rareslur", category: "racial / ethnic slurs", severity: 3 },
  { text: "two words", category: "other / general insult", severity: 1.4 },
];
const labeller = new WeakLabeller(LEXICON);
const guess = (text: string, category: string): number | undefined =>
  labeller.label(text).find((label) => label.category === category)?.value;

describe("WeakLabeller", () => {
  it("reads profanity off the lexicon, through disguises and over two words", () => {
    expect(guess("oh dr4tword", "profanity")).toBeGreaterThan(0.9);
    expect(guess("such two words here", "profanity")).toBeCloseTo(0.55);
    expect(guess("a quiet day", "profanity")).toBeLessThan(0.05);
  });

  it("does not take a term that folds to a mention or a number for all mentions and numbers", () => {
    const folding = new WeakLabeller([
      { text: "@word", category: "other / general insult", severity: 3 },
      { text: "99", category: "other / general insult", severity: 3 },
    ]);
    const labels = folding.label("@friend has 12 ducks");
    expect(labels.find(({ category }) => category === "profanity")?.value).toBeLessThan(0.05);
  });

  it("tells threats from texts without violent words, and is silent between", () => {
    expect(guess("I will hurt you or I am going to kill them all", "violence")).toBeGreaterThan(0.5);
    expect(guess("a quiet day", "violence")).toBeLessThan(0.05);
    expect(guess("the war was long", "violence")).toBeUndefined();
  });

  it("tells own harm from its absence", () => {
    expect(guess("I want to die", "self_harm")).toBeGreaterThan(0.5);
    expect(guess("lovely weather", "self_harm")).toBeLessThan(0.05);
    expect(guess("a film about suicide", "self_harm")).toBeUndefined();
  });

  it("asks for several sexual words before it says so", () => {
    expect(guess("naked and aroused, she moaned", "sexual")).toBeGreaterThan(0.5);
    expect(guess("the naked truth", "sexual")).toBeUndefined();
    expect(guess("a quiet day", "sexual")).toBeLessThan(0.05);
  });
});

describe("fillUnknown", () => {
  it("speaks only where the row's own labels are silent", () => {
    const targets = targetRow({ violence: 0 });
    const trust = fillUnknown(targets, 2, [
      { category: "violence", value: 1, trust: 0.5 },
      { category: "profanity", value: 1, trust: 0.5 },
    ]);
    expect(Array.from(targets).map((value) => (Number.isNaN(value) ? null : value))).toEqual([
      null,
      null,
      null,
      0,
      null,
      1,
      null,
      null,
      null,
    ]);
    expect(Array.from(trust)).toEqual([0, 0, 0, 2, 0, 0.5, 0, 0, 0]);
  });
});

describe("offensiveWords", () => {
  it("sorts the lexicon into slots, frequent words first, unseen ones left out", () => {
    const texts = ["dratword slurword", "dratword slurword", "slurword dratword", "dratword"];
    expect(offensiveWords(LEXICON, texts)).toMatchObject({
      slur: ["slurword"],
      insult: [],
      swear: ["dratword"],
    });
  });
});
