import type { Category } from "#lib/domain/taxonomy";
import type { Random } from "../../random";
import { filled, inSomeCase } from "../wording";
import { BARE } from "./bare";
import { CHINESE } from "./chinese";
import type { ForeignFrames, TemplateLanguage } from "./frames";
import { PORTUGUESE } from "./portuguese";
import { RUSSIAN } from "./russian";
import { TURKISH } from "./turkish";

export interface ForeignExample {
  text: string;
  language: TemplateLanguage;
  /** Known targets; a category that is absent is not known. */
  targets: Partial<Record<Category, number>>;
}

export const FOREIGN_FRAMES: readonly ForeignFrames[] = [PORTUGUESE, RUSSIAN, TURKISH, CHINESE];

type Bank = Exclude<keyof ForeignFrames, "language">;

const HARMLESS = { violence: 0, self_harm: 0 };

/**
 * How the sentences of a language are shared out among the banks it has, and what each kind of them is; what else they are the
 * language's sets teach.
 */
const BANKS: readonly [share: number, bank: Bank, targets: ForeignExample["targets"]][] = [
  [26, "violence", { violence: 1, self_harm: 0 }],
  [22, "selfHarm", { violence: 0, self_harm: 1 }],
  [5, "urging", { self_harm: 1 }],
  [32, "neighbours", HARMLESS],
  [15, "everyday", HARMLESS],
  [7, "insults", { toxicity: 0.9, harassment: 0.9, hate: 0, violence: 0, self_harm: 0 }],
  [6, "insultNeighbours", { toxicity: 0.05, harassment: 0.02, hate: 0, violence: 0, self_harm: 0 }],
  [4, "groupHate", { toxicity: 0.9, hate: 0.9, violence: 0, self_harm: 0 }],
  [8, "groupNeighbours", { toxicity: 0.04, harassment: 0.02, hate: 0.02, violence: 0, self_harm: 0 }],
];

/** Share of the sentences of a bank that are of the fewest words. */
const BARELY = 0.22;

/** Each language with the patterns of the banks it has. */
const LANGUAGES = FOREIGN_FRAMES.map((frames) => ({
  language: frames.language,
  everyday: frames.everyday,
  banks: BANKS.flatMap(([share, bank, targets]) => {
    const patterns = frames[bank];
    const bare: Partial<Record<Bank, readonly string[]>> = BARE[frames.language];
    return patterns ? [[share, patterns, bare[bank] ?? patterns, targets] as const] : [];
  }),
}));

/** Share of sentences that stand beside harmless ones. */
const JOINED = 0.25;
/** Between sentences, and behind the last. */
const MARKS = {
  spaced: { between: [". ", ", ", "! ", "\n"], closing: ["", "", "", ".", ".", "!", "!!", "..."] },
  unspaced: { between: ["。", "，", "！", "\n"], closing: ["", "", "", "。", "。", "！", "！！", "……"] },
};

/** Generates `count` labelled sentences, as many in each language; the same random state gives the same sentences. */
export function generateForeign(random: Random, count: number): ForeignExample[] {
  return Array.from({ length: count }, (_, at) => {
    const { language, everyday, banks } = LANGUAGES[at % LANGUAGES.length] as (typeof LANGUAGES)[number];
    const { between, closing } = language === "zh" ? MARKS.unspaced : MARKS.spaced;
    const [, patterns, bare, targets] = random.byShare(banks);
    const sentences = [fill(random.pick(random.next() < BARELY ? bare : patterns), random)];
    if (random.next() < JOINED)
      for (let more = 1 + random.below(2); more > 0; more--)
        sentences.splice(random.below(sentences.length + 1), 0, fill(random.pick(everyday), random));
    const text = inSomeCase(sentences.join(random.pick(between)), random);
    return {
      text: /[.!?"…。！？]$/u.test(text) ? text : text + random.pick(closing),
      language,
      targets,
    };
  });
}

/** Picks one of each `{a|b}`. */
function fill(pattern: string, random: Random): string {
  return filled(pattern, (inside) => random.pick(inside.split("|")))
    .replace(/\s+/gu, " ")
    .trim();
}
