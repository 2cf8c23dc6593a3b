import { describe, expect, it } from "vitest";
import { Random } from "../../random";
import { BARE } from "./bare";
import { TEMPLATE_LANGUAGES, type TemplateLanguage } from "./frames";
import { FOREIGN_FRAMES, generateForeign } from "./generate-foreign";

const examples = generateForeign(new Random(7), 4000);
const of = (language: TemplateLanguage) => examples.filter((each) => each.language === language);

/** A pattern without its choices, innermost first. */
function closed(pattern: string): string {
  const outer = pattern.replace(/\{[^{}]*\}/gu, "");
  return outer === pattern ? outer : closed(outer);
}

const SCRIPTS: Record<TemplateLanguage, RegExp> = {
  pt: /\p{Script=Latin}/u,
  ru: /\p{Script=Cyrillic}/u,
  tr: /\p{Script=Latin}/u,
  zh: /\p{Script=Han}/u,
};

/** Words for children. */
const CHILDREN: Record<TemplateLanguage, RegExp> = {
  pt: /\b(?:crian[çc]as?|filh[oa]s?|menin[oa]s?|bebês?|garot[oa]s?|alun[oa]s?|escolas?|adolescentes?)\b/iu,
  ru: /(?:реб[её]н|дети|детей|детям|мальчи[кш]|девоч|школ|подрост|младен|сынок|сыноч|доч[ькеу])/iu,
  tr: /(?:çocuk|cocuk|bebek|bebeğ|öğrenci|okul|oğlan|oğlum|kızım|ergen)/iu,
  zh: /(?:孩子|小孩|儿童|学生|学校|儿子|女儿|宝宝|婴儿|少年|少女)/u,
};

describe("generateForeign", () => {
  it("gives the same sentences for the same seed and others for another", () => {
    expect(generateForeign(new Random(7), 40)).toEqual(examples.slice(0, 40));
    expect(generateForeign(new Random(8), 40)).not.toEqual(examples.slice(0, 40));
  });

  it.each(TEMPLATE_LANGUAGES)(
    "gives %s its share, in its own script, with harm and harmless neighbours",
    (language) => {
      const own = of(language);
      expect(own.length).toBe(1000);
      for (const { text } of own) expect(text).toMatch(SCRIPTS[language]);
      const share = (category: "violence" | "self_harm", target: number) =>
        own.filter(({ targets }) => targets[category] === target).length / own.length;
      expect(share("violence", 1)).toBeGreaterThan(0.2);
      expect(share("violence", 0)).toBeGreaterThan(0.5);
      expect(share("self_harm", 1)).toBeGreaterThan(0.2);
      expect(share("self_harm", 0)).toBeGreaterThan(0.5);
      expect(new Set(own.map(({ text }) => text.toLowerCase())).size).toBeGreaterThan(850);
    },
  );

  it("has insults in Chinese alone, and harmless sentences in their words", () => {
    const share = (language: TemplateLanguage, toxicity: number, harassment: number) =>
      of(language).filter(({ targets }) => targets.toxicity === toxicity && targets.harassment === harassment)
        .length / 1000;
    expect(share("zh", 0.9, 0.9)).toBeGreaterThan(0.04);
    expect(share("zh", 0.05, 0.02)).toBeGreaterThan(0.03);
    for (const { language, targets } of examples) {
      if (targets.hate === 0.9 || targets.hate === 0.02) continue;
      if (language !== "zh") expect(Object.keys(targets)).not.toContain("toxicity");
      else if (targets.toxicity !== undefined)
        expect(targets).toMatchObject({ hate: 0, violence: 0, self_harm: 0 });
    }
  });

  it.each(TEMPLATE_LANGUAGES)(
    "says of groups in %s what is kind or plain twice as often as what is hateful, and neither threatens",
    (language) => {
      const own = of(language);
      const hateful = own.filter(({ targets }) => targets.hate === 0.9);
      const kind = own.filter(({ targets }) => targets.hate === 0.02);
      expect(hateful.length).toBeGreaterThan(15);
      expect(kind.length).toBeGreaterThan(1.4 * hateful.length);
      for (const { targets } of hateful)
        expect(targets).toMatchObject({ toxicity: 0.9, violence: 0, self_harm: 0 });
      for (const { targets } of kind)
        expect(targets).toMatchObject({ toxicity: 0.04, violence: 0, self_harm: 0 });
    },
  );

  it("fills every choice", () => {
    for (const { text } of examples) expect(text).not.toMatch(/[{}|]/u);
  });

  it.each(FOREIGN_FRAMES)("closes every choice of $language, and says nothing twice", (frames) => {
    const { language, ...banks } = frames;
    const patterns = Object.values(banks).flat();
    expect(new Set(patterns).size).toBe(patterns.length);
    for (const pattern of patterns) expect(closed(pattern)).not.toMatch(/[{}|<>]/u);
    for (const pattern of patterns)
      if (CHILDREN[language].test(pattern)) expect([language, pattern]).toEqual([]);
  });

  it.each(TEMPLATE_LANGUAGES)("says harm and kindness in few words of %s, and nothing twice", (language) => {
    const patterns = Object.values(BARE[language]).flat();
    expect(new Set(patterns).size).toBe(patterns.length);
    expect(new Set(Object.keys(BARE[language]))).toEqual(
      new Set(["violence", "selfHarm", "urging", "neighbours", "everyday"]),
    );
    for (const pattern of patterns) {
      expect(closed(pattern)).not.toMatch(/[{}|<>]/u);
      if (CHILDREN[language].test(pattern)) expect([language, pattern]).toEqual([]);
    }
    const few = of(language).filter(({ text }) =>
      language === "zh" ? text.length < 9 : text.split(" ").length < 5,
    );
    expect(few.length).toBeGreaterThan(60);
  });

  it("has more harmless patterns in the words of harm than half of the harmful ones", () => {
    for (const { violence, selfHarm, urging, neighbours } of FOREIGN_FRAMES)
      expect(neighbours.length).toBeGreaterThan((violence.length + selfHarm.length + urging.length) / 2);
  });
});
