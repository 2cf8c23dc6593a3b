import { describe, expect, it } from "vitest";
import { UNSEEN_GROUPS } from "../probe/hate-cases";
import { Random } from "../random";
import { BARE_HARM, BARE_NEIGHBOURS } from "./bare-frames";
import { BARE_GROUP_HATE, BARE_GROUP_NEIGHBOURS } from "./bare-group-frames";
import { CHAT_FRAMES } from "./chat-frames";
import { CHAT_NEIGHBOURS } from "./chat-neighbours";
import { DESPAIR_FRAMES } from "./despair-frames";
import { DESPAIR_NEIGHBOURS } from "./despair-neighbours";
import { EVERYDAY_FRAMES } from "./everyday-frames";
import { FORM_FRAMES } from "./form-frames";
import { FORM_NEIGHBOURS } from "./form-neighbours";
import { generateContrast } from "./generate";
import { anyGroup } from "./groups";
import { LIFE_FRAMES } from "./life-frames";
import { PREJUDICE_FRAMES } from "./prejudice-frames";
import { PREJUDICE_NEIGHBOURS } from "./prejudice-neighbours";
import { PUTDOWN_FRAMES } from "./putdown-frames";
import { PUTDOWN_NEIGHBOURS } from "./putdown-neighbours";
import { QUESTION_FRAMES } from "./question-frames";
import { REFERENCE_FRAMES } from "./reference-frames";
import { TALK_HATE } from "./sexism-frames";
import { SLOTS } from "./slots";
import { TALK_DESIRE, TALK_HARASSMENT } from "./talk-frames";
import { TALK_NEIGHBOURS } from "./talk-neighbours";
import { THREAT_FRAMES } from "./threat-frames";
import { THREAT_NEIGHBOURS } from "./threat-neighbours";
import { VEILED_FRAMES } from "./veiled-frames";
import { VEILED_NEIGHBOURS } from "./veiled-neighbours";
import { filled } from "./wording";

const offensive = { slur: ["slurword"], insult: ["insultword"], swear: ["swearword"], sexterm: ["sexword"] };
const examples = generateContrast(new Random(7), offensive, 4000);

/** Those who are threatened in the person-directed frames that the test looks at. */
const PERSON =
  /\b(?:landlord|boyfriend|cheat|he|my ex|driver|him|waiter|flatmate|you|your brother|witness|maria|old man)\b/iu;

/** A pattern without its slots and choices, innermost first. */
function closed(pattern: string): string {
  const outer = pattern.replace(/\{[^{}]*\}/gu, "");
  return outer === pattern ? outer : closed(outer);
}

/** Every sentence that the choices of a pattern give. */
function expanded(pattern: string): string[] {
  const choice = /\{([^{}]*)\}/u.exec(pattern);
  if (!choice) return [pattern];
  const [whole, inside] = choice as unknown as [string, string];
  return inside.split("|").flatMap((option) => expanded(pattern.replace(whole, () => option)));
}

const THREATS = [...THREAT_FRAMES, ...THREAT_NEIGHBOURS];
const REFERENCES = [...REFERENCE_FRAMES, ...QUESTION_FRAMES];

/** What is said of women, of men or of any group names them by one of these. */
const NAMED =
  /GROUP|\b(?:wom[ae]n|wi(?:fe|ves)|females?|males?|m[ae]n|girls?|girlfriends|missus|lad(?:y|ies)|mothers?|feminists?|husbands?|father)\b/iu;

/** Sentences that a pattern may give, its choices drawn evenly. */
function some(pattern: string, count: number, random: Random): string[] {
  return Array.from({ length: count }, () =>
    filled(pattern, (inside) =>
      /^(?:group|single)$/u.test(inside) ? "GROUP" : random.pick(inside.split("|")),
    ),
  );
}

describe("generateContrast", () => {
  it("gives the same sentences for the same seed and others for another", () => {
    expect(generateContrast(new Random(7), offensive, 50)).toEqual(examples.slice(0, 50));
    expect(generateContrast(new Random(8), offensive, 50)).not.toEqual(examples.slice(0, 50));
  });

  it("fills every slot", () => {
    for (const { text } of examples) expect(text).not.toMatch(/[{}<>|]/u);
  });

  it("closes every choice of the life frames, and has about as many harmless patterns as harmful ones", () => {
    const counts = { harm: 0, none: 0 };
    for (const [labels, ...patterns] of LIFE_FRAMES) {
      counts[/[VSI](?:1|\.[79])/u.test(labels) ? "harm" : "none"] += patterns.length;
      for (const pattern of patterns) expect(pattern.replace(/\{[^{}]+\}/gu, "")).not.toMatch(/[{}|<>]/u);
    }
    expect(counts.none / counts.harm).toBeGreaterThan(0.8);
    expect(counts.none / counts.harm).toBeLessThan(1.25);
  });

  it("closes every choice of the threat, everyday and reference frames, with a harmless threat pattern for one or two harmful ones", () => {
    const counts = { harm: 0, none: 0 };
    for (const [labels, ...patterns] of THREATS)
      counts[labels.startsWith("T1") ? "harm" : "none"] += patterns.length;
    expect(counts.none / counts.harm).toBeGreaterThan(0.5);
    expect(counts.none / counts.harm).toBeLessThan(1.2);
    const patterns = [...THREATS, ...EVERYDAY_FRAMES, ...REFERENCES].flatMap(([, ...rest]) => rest);
    expect(new Set(patterns).size).toBe(patterns.length);
    for (const pattern of patterns) expect(closed(pattern)).not.toMatch(/[{}|<>]/u);
  });

  it("closes every choice of the longer forms, knows adults only in them, and has as many harmless patterns as harmful ones", () => {
    const patternsOf = (frames: typeof FORM_FRAMES) => frames.flatMap(([, ...rest]) => rest);
    const [harmful, harmless] = [patternsOf(FORM_FRAMES), patternsOf(FORM_NEIGHBOURS)];
    for (const [labels] of FORM_FRAMES) expect(labels).toMatch(/[VI](?:1|\.9)/u);
    for (const [labels] of FORM_NEIGHBOURS) expect(labels).not.toMatch(/[A-Z](?:1|\.[1-9])/u);
    expect(harmless.length / harmful.length).toBeGreaterThan(0.9);
    expect(harmless.length / harmful.length).toBeLessThan(1.2);
    expect(new Set([...harmful, ...harmless]).size).toBe(harmful.length + harmless.length);
    for (const pattern of [...harmful, ...harmless]) {
      expect(pattern.replace(/\{[^{}]+\}/gu, "")).not.toMatch(/[{}|<>]/u);
      for (const [, inside] of pattern.matchAll(/\{([^{}]+)\}/gu)) expect(inside).toContain("|");
    }
    for (const pattern of harmful)
      expect(pattern).not.toMatch(
        /\b(?:boys?|girls?|child(?:ren)?|kids?|bab(?:y|ies)|toddlers?|teens?|teenagers?|(?:pre)?school|pupils?|students?|class)\b/iu,
      );
  });

  it("closes every choice of the chat frames, three or more in each, short and about adults, with as many harmless patterns as harmful ones", () => {
    const patternsOf = (frames: typeof CHAT_FRAMES) => frames.flatMap(([, ...rest]) => rest);
    const [harmful, harmless] = [patternsOf(CHAT_FRAMES), patternsOf(CHAT_NEIGHBOURS)];
    for (const [labels] of CHAT_FRAMES) expect(labels).toMatch(/[VI]1/u);
    for (const [labels] of CHAT_NEIGHBOURS) expect(labels).not.toMatch(/[A-Z](?:1|\.[1-9])/u);
    expect(harmless.length / harmful.length).toBeGreaterThan(0.9);
    expect(harmless.length / harmful.length).toBeLessThan(1.25);
    expect(new Set([...harmful, ...harmless]).size).toBe(harmful.length + harmless.length);
    const random = new Random(6);
    for (const pattern of [...harmful, ...harmless]) {
      expect(pattern.replace(/\{[^{}]+\}/gu, "")).not.toMatch(/[{}|<>]/u);
      expect([pattern, pattern.split("{").length > 3]).toEqual([pattern, true]);
      for (const [, inside] of pattern.matchAll(/\{([^{}]+)\}/gu)) expect(inside).toContain("|");
      for (const sentence of some(pattern, 20, random)) {
        expect(sentence.split(" ").length).toBeLessThan(26);
        expect(sentence).not.toMatch(/ [,.?]|,,|[,.?]\w|\s{2}|^\s|\s$/u);
        expect(sentence).not.toMatch(
          /\b(?:boys?|girls?|child(?:ren)?|kids?|bab(?:y|ies)|toddlers?|teens?|teenagers?|(?:pre)?school|pupils?|students?|class)\b/iu,
        );
      }
    }
  });

  it.each([
    ["bare harm", BARE_HARM, BARE_NEIGHBOURS, /[IVA]1/u],
    ["despair", DESPAIR_FRAMES, DESPAIR_NEIGHBOURS, /I(?:1|\.9)/u],
    ["veiled threats", VEILED_FRAMES, VEILED_NEIGHBOURS, /V1/u],
    ["prejudice", PREJUDICE_FRAMES, PREJUDICE_NEIGHBOURS, /H(?:1|\.[89])/u],
    ["put-downs", PUTDOWN_FRAMES, PUTDOWN_NEIGHBOURS, /A(?:1|\.9)/u],
  ])(
    "closes every choice of %s, knows adults only in the harmful patterns, and has as many harmless ones, each pattern once",
    (_, harm, neighbours, label) => {
      const patternsOf = (frames: typeof VEILED_FRAMES) => frames.flatMap(([, ...rest]) => rest);
      const [harmful, harmless] = [patternsOf(harm), patternsOf(neighbours)];
      for (const [labels] of harm) expect(labels).toMatch(label);
      for (const [labels] of neighbours) expect(labels).not.toMatch(/[A-Z](?:1|\.[1-9])/u);
      expect(harmless.length / harmful.length).toBeGreaterThan(1);
      expect(harmless.length / harmful.length).toBeLessThan(1.3);
      expect(new Set([...harmful, ...harmless]).size).toBe(harmful.length + harmless.length);
      const random = new Random(11);
      for (const pattern of [...harmful, ...harmless]) {
        expect(pattern.replace(/\{[^{}]+\}/gu, "")).not.toMatch(/[{}|<>]/u);
        for (const [, inside] of pattern.matchAll(/\{([^{}]+)\}/gu)) expect(inside).toContain("|");
        for (const sentence of some(pattern, 10, random)) expect(sentence).not.toMatch(/ [,.?] |,,|\s$/u);
      }
      for (const pattern of harmful)
        expect(pattern).not.toMatch(
          /\b(?:boys?|girls?|child(?:ren)?|kids?|toddlers?|teens?|teenagers?|(?:pre)?school|pupils?)\b/iu,
        );
    },
  );

  it("says kind, plain and hateful things of groups in the same few words", () => {
    const patternsOf = (frames: typeof BARE_GROUP_HATE) => frames.flatMap(([, ...rest]) => rest);
    const [hateful, kind] = [patternsOf(BARE_GROUP_HATE), patternsOf(BARE_GROUP_NEIGHBOURS)];
    for (const [labels] of BARE_GROUP_HATE) expect(labels).toMatch(/H1/u);
    for (const [labels] of BARE_GROUP_NEIGHBOURS) expect(labels).toBe("");
    expect(kind.length).toBeGreaterThan(hateful.length);
    expect(new Set([...hateful, ...kind]).size).toBe(hateful.length + kind.length);
    for (const word of ["exist", "people", "human", "matter", "rights", "respect", "belong here", "I {hate"])
      for (const patterns of [hateful, kind])
        expect([word, patterns.some((pattern) => pattern.includes(word))]).toEqual([word, true]);
    const many = generateContrast(new Random(12), offensive, 60_000);
    const ofPeople = many.filter(({ text }) => / (?:exist|are people|are human|matter)[.!]*$/iu.test(text));
    expect(ofPeople.length).toBeGreaterThan(50);
    expect(ofPeople.filter(({ targets }) => targets.hate === 1).length / ofPeople.length).toBeLessThan(0.4);
    for (const { text } of ofPeople) expect(text).not.toMatch(/[{}|<>]/u);
  });

  it("uses the same slang in earnest and in fun", () => {
    const saying = (frames: typeof CHAT_FRAMES, word: RegExp) =>
      frames.flatMap(([, ...rest]) => rest).filter((pattern) => word.test(pattern)).length;
    for (const word of [
      /kms/u,
      /kys/u,
      /unalive/u,
      /ctb/u,
      /end it/u,
      /(?:i'm|im|ur|you're)\b.*\b(?:dead|ded)\b/u,
      /catch.* these/u,
      /six feet under/u,
      /with the \{?(?:fishes|guys)/u,
      /in the ground/u,
      /clapped/u,
      /imma|finna/u,
      /won't be here for/u,
      /not planning on waking up/u,
    ])
      expect([word, saying(CHAT_FRAMES, word) > 0, saying(CHAT_NEIGHBOURS, word) > 0]).toEqual([
        word,
        true,
        true,
      ]);
  });

  it("keeps the lines of a letter, a chat or a poem", () => {
    const chats = generateContrast(new Random(13), offensive, 20_000).filter(({ text }) =>
      /^A: /u.test(text),
    );
    expect(chats.length).toBeGreaterThan(10);
    for (const { text } of chats) expect(text).toMatch(/\nB: /iu);
  });

  it("calls a threat hate where a group is threatened, in every sentence of a pattern, and only there", () => {
    for (const [labels, ...patterns] of THREATS.filter(([codes]) => codes.startsWith("T1"))) {
      for (const pattern of patterns) {
        const sentences = expanded(pattern.replace(/\{(?:group|single)\}/gu, "GROUP"));
        const naming = sentences.filter((sentence) => sentence.includes("GROUP")).length;
        expect([pattern, naming]).toEqual([pattern, labels.includes("H1") ? sentences.length : 0]);
      }
    }
    const threats = generateContrast(new Random(11), offensive, 60_000).filter(({ text }) =>
      /petrol bomb|pull the trigger anyway|slammed him into|the nights are long|these things happen, i say|later you'll carry/iu.test(
        text,
      ),
    );
    const persons = threats.filter(({ targets }) => targets.hate === 0 && targets.violence === 1);
    const groups = threats.filter(({ targets }) => targets.hate === 1 && targets.violence === 1);
    expect(persons.length).toBeGreaterThan(5);
    expect(groups.length).toBeGreaterThan(5);
    expect(persons.length + groups.length).toBe(threats.length);
    for (const { text } of persons) expect(text).toMatch(PERSON);
  });

  it("names a group in every hateful sentence of the reference frames", () => {
    for (const [labels, ...patterns] of REFERENCES.filter(([codes]) => codes.includes("H1")))
      for (const pattern of patterns)
        for (const sentence of expanded(pattern.replace(/\{(?:group|single)\}/gu, "GROUP")))
          if (!sentence.includes("GROUP")) expect([labels, pattern, sentence]).toEqual([]);
  });

  it("closes every choice of the talk frames, three or more in each, and has about as many harmless patterns as harmful ones, short and long", () => {
    const patternsOf = (frames: typeof TALK_HATE) => frames.flatMap(([, ...patterns]) => patterns);
    const harm = patternsOf([...TALK_HARASSMENT, ...TALK_HATE, ...TALK_DESIRE]);
    const none = patternsOf(TALK_NEIGHBOURS);
    expect(none.length / harm.length).toBeGreaterThan(0.8);
    expect(none.length / harm.length).toBeLessThan(1.25);
    expect(new Set([...harm, ...none]).size).toBe(harm.length + none.length);
    const random = new Random(4);
    for (const patterns of [harm, none]) {
      const lengths = patterns.map((pattern) => some(pattern, 1, random).join().split(" ").length);
      const long = lengths.filter((words) => words > 20).length;
      expect(long / lengths.length).toBeGreaterThan(0.35);
      expect(long / lengths.length).toBeLessThan(0.65);
      for (const pattern of patterns) {
        expect(closed(pattern)).not.toMatch(/[{}|<>]/u);
        expect([pattern, pattern.split("{").length > 3]).toEqual([pattern, true]);
      }
    }
  });

  it("names women, men or a group in all hateful talk, and a group in no harassing talk", () => {
    const random = new Random(5);
    for (const [, ...patterns] of TALK_HATE)
      for (const pattern of patterns)
        for (const sentence of some(pattern, 100, random)) expect(sentence).toMatch(NAMED);
    for (const [labels, ...patterns] of TALK_HARASSMENT) {
      expect(labels).not.toContain("H");
      expect(patterns.join()).not.toMatch(/\{(?:group|single)\}/u);
    }
  });

  it("labels the same words in hateful and in harmless use", () => {
    const says = (phrase: RegExp) => examples.filter(({ text }) => phrase.test(text.toLowerCase()));
    const hate = says(/immigrants/u).map(({ targets }) => targets.hate);
    expect(hate).toContain(1);
    expect(hate).toContain(0);
    const violent = says(/kill/u).map(({ targets }) => targets.violence);
    expect(violent).toContain(1);
    expect(violent).toContain(0);
  });

  it("covers every category but misinformation with positives", () => {
    for (const category of [
      "toxicity",
      "harassment",
      "hate",
      "violence",
      "sexual",
      "profanity",
      "self_harm",
      "spam",
    ] as const) {
      expect(examples.filter(({ targets }) => (targets[category] ?? 0) >= 0.5).length).toBeGreaterThan(40);
      expect(examples.filter(({ targets }) => targets[category] === 0).length).toBeGreaterThan(40);
    }
    expect(examples.every(({ targets }) => targets.misinformation === undefined)).toBe(true);
  });

  it("fills slots that stand in a choice, and names no slot", () => {
    for (const { text } of examples)
      expect(text).not.toMatch(
        /\b(?:(?<!kind of )creature|ailment|intensifier|intensely|insultNoun|goodAdjective|emoji[A-Z]\w*)\b/iu,
      );
  });

  it("names many groups, some of which do not exist, and none that the probe keeps for itself", () => {
    const random = new Random(3);
    const groups = Array.from({ length: 5000 }, () => anyGroup(random));
    expect(new Set(groups.map(([plural]) => plural)).size).toBeGreaterThan(800);
    const written = JSON.stringify([groups, SLOTS]);
    for (const [plural] of UNSEEN_GROUPS) expect(written).not.toContain(plural.slice(0, 6));
  });

  it("leads up to praise and plain things in the words that lead up to insults", () => {
    const many = generateContrast(new Random(8), offensive, 120_000);
    const led = many.filter(({ text }) => /\b(?:complete|total|absolute|utter) \w/iu.test(text));
    const insults = led.filter(({ targets }) => targets.toxicity === 1).length;
    expect(insults).toBeGreaterThan(led.length / 5);
    expect(insults).toBeLessThan(led.length / 2);
  });

  it("keeps desire among adults: no child stands beside it", () => {
    const desire = generateContrast(new Random(9), offensive, 30_000).filter(
      ({ targets }) => targets.sexual === 1,
    );
    expect(desire.length).toBeGreaterThan(500);
    for (const { text } of desire)
      expect(text).not.toMatch(
        /\b(?:boys?|girl|child|children|kids?|teens?|teenagers?|school|pupils?|students?)\b/iu,
      );
  });

  it("puts no harmless sentence about a child beside violence", () => {
    const child = String.raw`(?:\w+ )*(?:boys?|girls?|kids?|teenagers?)\b`;
    const kind = new RegExp(
      `\\b(?:(?:love|like|admire|respect|support|stand with) (?!to )${child}|(?:every|a|any) ${child} deserves|as a ${child} I)`,
      "iu",
    );
    const many = generateContrast(new Random(10), offensive, 60_000).filter(({ text }) => kind.test(text));
    expect(many.filter(({ targets }) => targets.violence === 0).length).toBeGreaterThan(20);
    expect(many.filter(({ targets }) => targets.violence === 1)).toEqual([]);
  });

  it("says kind, plain and harmful things with the same emoji, whatever their skin tone", () => {
    // The flag comes seldom: in fewer its share is chance.
    const many = generateContrast(new Random(12), offensive, 400_000);
    for (const tone of ["🏻", "🏼", "🏽", "🏾", "🏿", "🏳️‍🌈"]) {
      const said = many.filter(({ text }) => text.includes(tone));
      const harmless = said.filter(({ targets }) => targets.harassment === 0 && targets.hate === 0).length;
      expect([tone, harmless > 0.55 * said.length, harmless < 0.85 * said.length]).toEqual([
        tone,
        true,
        true,
      ]);
    }
    const families = many.filter(({ text }) => text.includes("👨‍👩‍👧‍👦"));
    expect(families.length).toBeGreaterThan(5);
    for (const { targets } of families) expect([targets.violence, targets.sexual]).toEqual([0, 0]);
  }, 120_000);

  it("varies: few sentences repeat", () => {
    expect(new Set(examples.map(({ text }) => text.toLowerCase())).size).toBeGreaterThan(3000);
  });
});
