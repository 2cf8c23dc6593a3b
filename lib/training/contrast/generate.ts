import type { Category } from "#lib/domain/taxonomy";
import type { Random } from "../random";
import { BARE_HARM, BARE_NEIGHBOURS } from "./bare-frames";
import { BARE_GROUP_HATE, BARE_GROUP_NEIGHBOURS } from "./bare-group-frames";
import { CHAT_FRAMES } from "./chat-frames";
import { CHAT_NEIGHBOURS } from "./chat-neighbours";
import { inChatSpelling } from "./chat-spelling";
import { DEHUMANISING_FRAMES, LIKE_PEOPLE_FRAMES } from "./dehumanising-frames";
import { DESPAIR_FRAMES } from "./despair-frames";
import { DESPAIR_NEIGHBOURS } from "./despair-neighbours";
import { EMOJI_FRAMES, EMOJI_SLOTS } from "./emoji-frames";
import { EVERYDAY_FRAMES } from "./everyday-frames";
import { FORM_FRAMES } from "./form-frames";
import { FORM_NEIGHBOURS } from "./form-neighbours";
import { ENDORSING, type Frame, HARMLESS, HATEFUL, REJECTING, UNTARGETED } from "./frames";
import { HARSH_GROUP_FRAMES, KIND_GROUP_FRAMES, SPEAKING_UP } from "./group-frames";
import { anyGroup } from "./groups";
import { HARMS } from "./harm-frames";
import { HARM_NEIGHBOURS } from "./harm-neighbours";
import { IMPLIED_FRAMES, PLAIN_SPOKEN_FRAMES } from "./implied-frames";
import { LIFE_FRAMES } from "./life-frames";
import { LIFE_PASSAGES } from "./life-passages";
import { MORE_HARMLESS, MORE_HATEFUL, MORE_REJECTING } from "./more-frames";
import { MORE_HARMS } from "./more-harm-frames";
import { PASSAGES } from "./passages";
import { PREJUDICE_FRAMES } from "./prejudice-frames";
import { PREJUDICE_NEIGHBOURS } from "./prejudice-neighbours";
import { PUTDOWN_FRAMES } from "./putdown-frames";
import { PUTDOWN_NEIGHBOURS } from "./putdown-neighbours";
import { QUESTION_FRAMES } from "./question-frames";
import { REFERENCE_FRAMES } from "./reference-frames";
import { SCENES } from "./scene-frames";
import { TALK_HATE } from "./sexism-frames";
import { SLOTS } from "./slots";
import { TALK_DESIRE, TALK_HARASSMENT } from "./talk-frames";
import { TALK_NEIGHBOURS } from "./talk-neighbours";
import { THREAT_FRAMES } from "./threat-frames";
import { THREAT_NEIGHBOURS } from "./threat-neighbours";
import { VEILED_FRAMES } from "./veiled-frames";
import { VEILED_NEIGHBOURS } from "./veiled-neighbours";
import { WORD_USE_FRAMES } from "./word-use-frames";
import { capitalised, filled, inSomeCase } from "./wording";

export interface ContrastExample {
  text: string;
  /** Known targets; a category that is absent is not known. */
  targets: Partial<Record<Category, number>>;
}

/** Offensive words by slot, most frequent first; they come from a lexicon, never from this repository. */
export interface OffensiveWords {
  slur: readonly string[];
  insult: readonly string[];
  swear: readonly string[];
  /** Words of the body and of sex; many are also sworn with. */
  sexterm: readonly string[];
}

const CODES: Readonly<Record<string, Category>> = {
  T: "toxicity",
  A: "harassment",
  H: "hate",
  V: "violence",
  S: "sexual",
  P: "profanity",
  I: "self_harm",
  M: "spam",
};

/** Share of examples that stand among harmless sentences. */
const JOINED = 0.2;

const ALL_HATEFUL = [...HATEFUL, ...MORE_HATEFUL];
const ALL_HARMLESS = [...HARMLESS, ...MORE_HARMLESS];
const ALL_HARMS = [...HARMS, ...MORE_HARMS, ...SCENES];
const THREATS = [...THREAT_FRAMES, ...THREAT_NEIGHBOURS];
const BARE = [...BARE_HARM, ...BARE_NEIGHBOURS];
const BARE_GROUPS = [...BARE_GROUP_HATE, ...BARE_GROUP_NEIGHBOURS];
const CHATS = [...CHAT_FRAMES, ...CHAT_NEIGHBOURS];
const FORMS = [...FORM_FRAMES, ...FORM_NEIGHBOURS];
const REFERENCES = [...REFERENCE_FRAMES, ...QUESTION_FRAMES];
const TALK = [...TALK_HARASSMENT, ...TALK_HATE, ...TALK_DESIRE, ...TALK_NEIGHBOURS];
const DESPAIR = [...DESPAIR_FRAMES, ...DESPAIR_NEIGHBOURS];
const PREJUDICE = [...PREJUDICE_FRAMES, ...PREJUDICE_NEIGHBOURS];
const PUTDOWNS = [...PUTDOWN_FRAMES, ...PUTDOWN_NEIGHBOURS];
const VEILED = [...VEILED_FRAMES, ...VEILED_NEIGHBOURS];
const SPAM = ALL_HARMS.filter(([labels]) => labels.startsWith("M"));
const BITING = [...DEHUMANISING_FRAMES, ...IMPLIED_FRAMES];
const ALL_REJECTING = [...REJECTING, ...MORE_REJECTING];

/** Mostly as it stands; the openers and closers mean nothing. */
const BARELY_WRAPPED = ["<statement>", ...ENDORSING.slice(0, 6)];

/** Kinds of passages with their labels, the sentences that make them so and the ones around those. */
const PASSAGE_KINDS: readonly [
  share: number,
  labels: string,
  core: keyof typeof PASSAGES,
  around: keyof typeof PASSAGES,
][] = [
  [5, "S1 T? A?", "sexual", "romance"],
  [3, "V1 T?", "violent", "tense"],
  [4, "I1 V?", "selfHarm", "sad"],
  [2, "", "romance", "everyday"],
  [2, "V.08", "tense", "everyday"],
  [3, "I.04", "sad", "everyday"],
  [2, "", "everyday", "everyday"],
];

/** What stands beside other sentences and says nothing of them. */
const NEIGHBOURS: readonly (readonly Frame[])[] = [
  [HARMLESS[0] as Frame],
  [UNTARGETED.at(-1) as Frame],
  EVERYDAY_FRAMES,
];

/** Words for children, who are among the groups. */
const CHILDREN = /\b(?:boys?|(?:school)?girls?|kids?|child(?:ren)?|toddlers?|teenagers?|orphans?)\b/iu;

/** How the examples are shared out between the families of frames. */
const FAMILIES: readonly [share: number, build: (maker: Maker) => ContrastExample][] = [
  [24, (maker) => maker.wrapped(ALL_HATEFUL, ENDORSING)],
  [15, (maker) => maker.rejected()],
  [
    24,
    (maker) =>
      maker.wrapped(ALL_HARMLESS, maker.random.next() < 0.6 ? ["<statement>"] : ENDORSING.slice(3, 6)),
  ],
  [19, (maker) => maker.plain(UNTARGETED)],
  [36, (maker) => maker.plain(ALL_HARMS)],
  [10, (maker) => maker.plain(SPAM)],
  [16, (maker) => maker.passage()],
  [16, (maker) => maker.wrapped(HARSH_GROUP_FRAMES, BARELY_WRAPPED)],
  [5, (maker) => maker.rejected(HARSH_GROUP_FRAMES)],
  [24, (maker) => maker.wrapped(KIND_GROUP_FRAMES, BARELY_WRAPPED)],
  [14, (maker) => maker.wrapped(SPEAKING_UP, BARELY_WRAPPED)],
  [20, (maker) => maker.wrapped(DEHUMANISING_FRAMES, BARELY_WRAPPED)],
  [18, (maker) => maker.wrapped(LIKE_PEOPLE_FRAMES, BARELY_WRAPPED)],
  [22, (maker) => maker.wrapped(IMPLIED_FRAMES, BARELY_WRAPPED)],
  [18, (maker) => maker.wrapped(PLAIN_SPOKEN_FRAMES, BARELY_WRAPPED)],
  [8, (maker) => maker.rejected(BITING)],
  [26, (maker) => maker.wrapped(WORD_USE_FRAMES, ["<statement>"])],
  [32, (maker) => maker.plain(HARM_NEIGHBOURS)],
  [34, (maker) => maker.wrapped(LIFE_FRAMES, ["<statement>"])],
  [34, (maker) => maker.amongAdults(() => maker.wrapped(THREATS, ["<statement>"]))],
  [16, (maker) => maker.plain(EVERYDAY_FRAMES)],
  [30, (maker) => maker.amongAdults(() => maker.wrapped(REFERENCES, ["<statement>"]))],
  [30, (maker) => maker.wrapped(EMOJI_FRAMES, ["<statement>"])],
  [40, (maker) => maker.amongAdults(() => maker.wrapped(FORMS, ["<statement>"]))],
  [40, (maker) => maker.amongAdults(() => maker.wrapped(CHATS, ["<statement>"]))],
  [36, (maker) => maker.amongAdults(() => maker.wrapped(TALK, ["<statement>"]))],
  [44, (maker) => maker.amongAdults(() => maker.wrapped(DESPAIR, ["<statement>"]))],
  [48, (maker) => maker.amongAdults(() => maker.wrapped(VEILED, ["<statement>"]))],
  [30, (maker) => maker.wrapped(BARE, ["<statement>"])],
  [60, (maker) => maker.wrapped(BARE_GROUPS, ["<statement>"])],
  [40, (maker) => maker.wrapped(PUTDOWNS, ["<statement>"])],
  [40, (maker) => maker.wrapped(PREJUDICE, ["<statement>"])],
];

/** Generates `count` labelled sentences; the same random state gives the same sentences. */
export function generateContrast(
  random: Random,
  offensive: OffensiveWords,
  count: number,
): ContrastExample[] {
  const maker = new Maker(random, offensive);
  return Array.from({ length: count }, () => {
    const [, build] = random.byShare(FAMILIES);
    const single = build(maker);
    const isAlone = single.targets.sexual === 1;
    const example = random.next() < JOINED && !isAlone ? joined(single, maker) : single;
    return { ...example, text: vary(example.text, random) };
  });
}

/** A sentence among harmless ones, before or after; what harms in one harms in the whole. */
function joined(example: ContrastExample, maker: Maker): ContrastExample {
  const { random } = maker;
  const sentences = Array.from(
    { length: 1 + random.below(2) },
    () => maker.amongAdults(() => ({ ...example, text: maker.plain(random.pick(NEIGHBOURS)).text })).text,
  );
  sentences.splice(random.below(sentences.length + 1), 0, example.text);
  return { text: sentences.join(random.pick([". ", ", ", "! ", "\n"])), targets: example.targets };
}

class Maker {
  constructor(
    readonly random: Random,
    private readonly offensive: OffensiveWords,
  ) {}

  plain(frames: readonly Frame[]): ContrastExample {
    const [labels, ...patterns] = this.random.pick(frames);
    return { text: this.fill(this.random.pick(patterns)), targets: parseLabels(labels) };
  }

  /** A statement inside a wrapping that keeps its meaning. */
  wrapped(frames: readonly Frame[], wrappings: readonly string[]): ContrastExample {
    const { text, targets } = this.plain(weighted(frames, this.random));
    return { text: this.fill(this.random.pick(wrappings)).replace("<statement>", text), targets };
  }

  /** Draws again while a child stands beside violence or desire. */
  amongAdults(draw: () => ContrastExample): ContrastExample {
    const isForAdults = ({ targets }: ContrastExample) => targets.violence !== 0 || targets.sexual !== 0;
    let example = draw();
    while (isForAdults(example) && CHILDREN.test(example.text)) example = draw();
    return example;
  }

  /** A hateful statement quoted or reported in order to reject it. */
  rejected(hateful: readonly Frame[] = ALL_HATEFUL): ContrastExample {
    const { text } = this.plain(weighted(hateful, this.random));
    const wrapping = this.fill(this.random.pick(ALL_REJECTING));
    return { text: wrapping.replace("<statement>", text), targets: parseLabels("T.1 V? P? S? A?") };
  }

  /** Two to six sentences of a story, a rant, a diary or a request; one or more of them give it its labels. */
  passage(): ContrastExample {
    const { random } = this;
    const [, labels, core, around] = random.byShare(PASSAGE_KINDS);
    const draw = (bank: keyof typeof PASSAGES): string =>
      this.fill(random.pick([...PASSAGES[bank], ...LIFE_PASSAGES[bank]]));
    const sentences = Array.from({ length: 1 + random.below(3) }, () => draw(core));
    for (let more = random.below(4); more > 0; more--) {
      // What is everyday holds children; beside desire stand adults alone.
      const sentence = draw(core === "sexual" || random.next() < 0.5 ? around : "everyday");
      sentences.splice(random.below(sentences.length + 1), 0, sentence);
    }
    const written = random.next() < 0.6 ? sentences.map(capitalised) : sentences;
    return { text: written.join(random.pick([". ", ". ", ". ", ", ", "\n"])), targets: parseLabels(labels) };
  }

  /** Fills slots and choices, innermost first, and keeps lines; a choice may hold slot names of two words, as `badNoun`. */
  private fill(pattern: string): string {
    return filled(pattern, (inside) => this.choose(inside))
      .replace(/\b([Aa]) (?=[aeiou])/gu, "$1n ")
      .replace(/[^\S\n]+/gu, " ")
      .trim();
  }

  private choose(inside: string): string {
    if (inside === "single") return anyGroup(this.random)[1];
    if (inside === "group") return anyGroup(this.random)[0];
    const emoji = EMOJI_SLOTS[inside];
    if (emoji) return this.random.pick(emoji);
    if (inside in this.offensive) return this.frequent(this.offensive[inside as keyof OffensiveWords]);
    const slot = SLOTS[inside as keyof typeof SLOTS];
    if (slot) return this.random.pick(slot);
    const choice = this.random.pick(inside.split("|"));
    return /[A-Z]/u.test(choice) && (choice in SLOTS || choice in EMOJI_SLOTS) ? this.choose(choice) : choice;
  }

  /** Words near the front, which are the frequent ones, come more often. */
  private frequent(words: readonly string[]): string {
    return words[Math.floor(words.length * this.random.next() ** 2)] ?? "";
  }
}

/** Frames with many patterns come in proportion to them. */
function weighted(frames: readonly Frame[], random: Random): readonly Frame[] {
  let single = SINGLE.get(frames);
  if (!single) {
    single = frames.flatMap(([labels, ...rest]) => rest.map((pattern): Frame => [labels, pattern]));
    SINGLE.set(frames, single);
  }
  return [random.pick(single)];
}

/** Of lists of frames a frame for each pattern, made once: they are drawn from for each example. */
const SINGLE = new WeakMap<readonly Frame[], readonly Frame[]>();

function parseLabels(codes: string): ContrastExample["targets"] {
  const targets: ContrastExample["targets"] = Object.fromEntries(
    Object.values(CODES).map((category) => [category, 0]),
  );
  for (const code of codes.split(" ").filter(Boolean)) {
    const category = CODES[code[0] as string] as Category;
    if (code.endsWith("?")) delete targets[category];
    else targets[category] = Number(code.slice(1));
  }
  return targets;
}

/** Share of the sentences that are typed as in a chat. */
const IN_CHAT = 0.15;

/** Spelling, case and closing mark as people write them. */
function vary(text: string, random: Random): string {
  if (random.next() < IN_CHAT) return inChatSpelling(text, random);
  const cased = inSomeCase(text, random);
  if (/[.!?"]$/u.test(cased)) return cased;
  return cased + random.pick(["", "", "", ".", ".", ".", "!", "!!", "..."]);
}
