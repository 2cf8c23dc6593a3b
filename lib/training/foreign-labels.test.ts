import { describe, expect, it } from "vitest";
import { targetRow } from "./datasets";
import { foreignLabels } from "./foreign-labels";

const guessed = (text: string, language: string, toxicity = 0.9) =>
  foreignLabels({ text, language, targets: targetRow({ toxicity }) }).map(({ category, value, trust }) => [
    category,
    value,
    trust,
  ]);
const NEITHER = [
  ["violence", 0.01, 1],
  ["self_harm", 0.005, 1],
];

describe("foreignLabels", () => {
  it.each([
    ["pt", "que jogo horroroso, que idiota"],
    ["ru", "какая глупая передача, идиот"],
    ["tr", "ne aptal bir film, salak"],
    ["zh", "这个人真笨，太蠢了"],
  ])("takes a text in %s without a word for harm for neither violence nor self-harm", (language, text) => {
    expect(guessed(text, language)).toEqual(NEITHER);
  });

  it.each([
    ["pt", "vou te matar hoje"],
    ["ru", "я тебя убью"],
    ["tr", "seni ÖLDÜRECEĞİM"],
    ["zh", "我要杀了你"],
  ])("guesses nothing of violence in a toxic text in %s that has a word of it", (language, text) => {
    expect(guessed(text, language).map(([category]) => category)).not.toContain("violence");
  });

  it.each([
    ["pt", "não aguento mais viver"],
    ["ru", "не хочу больше жить"],
    ["tr", "artık yaşamak istemiyorum"],
    ["zh", "不想活了"],
  ])("guesses nothing of self-harm in a toxic text in %s that has a word of it", (language, text) => {
    expect(guessed(text, language).map(([category]) => category)).not.toContain("self_harm");
  });

  it("trusts a harmless text with such words to be mostly neither, but less", () => {
    const labels = foreignLabels({
      text: "morri de rir com esse vídeo",
      language: "pt",
      targets: targetRow({ toxicity: 0.05 }),
    });
    expect(labels.map(({ category }) => category)).toEqual(["violence", "self_harm"]);
    for (const { value, trust } of labels) {
      expect(value).toBeLessThan(0.1);
      expect(trust).toBeLessThan(1);
    }
  });

  it("says nothing of a language without stems", () => {
    expect(guessed("ein Satz", "de")).toEqual([]);
  });
});
