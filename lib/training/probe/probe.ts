import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import type { OffensiveWords } from "../contrast/generate";
import { capitalised } from "../contrast/wording";
import { auc, averagePrecision } from "../metrics";
import { HARM_CASES } from "./harm-cases";
import { HATE_CASES, PROBE_GROUPS } from "./hate-cases";

/** A sentence of the probe and what is true of it. */
export interface ProbeText {
  text: string;
  category: Category;
  /** The kind of case. */
  kind: string;
  harmful: boolean;
}

/** Lexicon words per slot: the most frequent ones, each frame is written with all of them. */
const WORDS_PER_SLOT = 7;

/** Every frame of the hate cases with every group or lexicon word, and the texts of the other harms. */
export function probeTexts(
  offensive: OffensiveWords,
  groups: typeof PROBE_GROUPS = PROBE_GROUPS,
): ProbeText[] {
  const hate = HATE_CASES.flatMap(({ kind, hateful, frames }) =>
    frames.flatMap((frame) =>
      filled(frame, offensive, groups).map((text) => ({
        text,
        category: "hate" as const,
        kind,
        harmful: hateful,
      })),
    ),
  );
  const harms = HARM_CASES.flatMap(({ category, harmful, harmless }) => [
    ...harmful.map((text) => ({ text, category, kind: category, harmful: true })),
    ...harmless.map((text) => ({ text, category, kind: category, harmful: false })),
  ]);
  return [...hate, ...harms];
}

function filled(frame: string, offensive: OffensiveWords, named: typeof PROBE_GROUPS): string[] {
  const groups = /\{(?:people|one)\}/u.test(frame) ? named : [["", ""] as const];
  const slot = (["slur", "insult", "swear"] as const).find((name) => frame.includes(`{${name}}`));
  const words = slot ? offensive[slot].slice(0, WORDS_PER_SLOT) : [""];
  const pairs =
    groups.length > 1
      ? groups.map((group, at) => [group, words[at % words.length] ?? ""] as const)
      : words.map((word) => [groups[0] as (typeof groups)[0], word] as const);
  const texts = pairs.map(([[people, one], word]) =>
    frame
      .replaceAll("{people}", people)
      .replaceAll("{one}", one)
      .replaceAll(/\{(?:slur|insult|swear)\}/gu, word),
  );
  return texts.map(capitalised);
}

export interface ProbeFigures {
  hate: {
    texts: number;
    auc: number;
    accuracy: number;
    /** Share of the hateful and of the other sentences that are judged right. */
    hatefulRight: number;
    harmlessRight: number;
    kinds: { kind: string; harmful: boolean; right: number; texts: number }[];
  };
  harms: { category: Category; texts: number; auc: number; averagePrecision: number }[];
}

/**
 * Figures of one judge on the probe.
 * @param scores per text, by category, in the order of `texts`
 * @param threshold of hate, from which a sentence counts as judged hateful
 */
export function measureProbe(
  texts: readonly ProbeText[],
  scores: readonly ArrayLike<number>[],
  threshold: number,
): ProbeFigures {
  const rows = texts.map((text, at) => ({
    ...text,
    score: scores[at]?.[CATEGORIES.indexOf(text.category)] ?? Number.NaN,
  }));
  const hate = rows.filter(({ category }) => category === "hate");
  const isRight = ({ harmful, score }: { harmful: boolean; score: number }) => harmful === score >= threshold;
  const rightOf = (part: typeof hate) => part.filter(isRight).length / part.length;
  const kinds = HATE_CASES.map(({ kind, hateful }) => {
    const part = hate.filter((row) => row.kind === kind);
    return { kind, harmful: hateful, right: rightOf(part), texts: part.length };
  });
  const ranked = (part: typeof rows) => ({
    scores: part.map(({ score }) => score),
    labels: part.map(({ harmful }) => Number(harmful)),
  });
  return {
    hate: {
      texts: hate.length,
      auc: auc(ranked(hate)),
      accuracy: rightOf(hate),
      hatefulRight: rightOf(hate.filter(({ harmful }) => harmful)),
      harmlessRight: rightOf(hate.filter(({ harmful }) => !harmful)),
      kinds,
    },
    harms: HARM_CASES.map(({ category }) => {
      const part = rows.filter((row) => row.category === category);
      return {
        category,
        texts: part.length,
        auc: auc(ranked(part)),
        averagePrecision: averagePrecision(ranked(part)),
      };
    }),
  };
}
