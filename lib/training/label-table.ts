import type { Category } from "#lib/domain/taxonomy";

/** Soft targets in [0, 1] by category. A category that is absent is unknown, which is not a zero. */
export type Targets = Partial<Record<Category, number>>;
export type RowLabels = Record<string, unknown>;

/** How one training file is read. */
export interface DatasetSource {
  /** File name without `.jsonl.gz`. */
  file: string;
  /** Worth of one row against a row of weight 1: lower for big, noisy or artificial sets. */
  weight: number;
  /** What the labels of a row say about the taxonomy; null leaves the row out. */
  targets: (labels: RowLabels) => Targets | null;
}

const number = (labels: RowLabels, key: string) => Number(labels[key] ?? 0);

/** Nothing wrong with it, as far as such a set can tell. */
const CLEAN: Targets = {
  toxicity: 0.02,
  harassment: 0.01,
  hate: 0.01,
  violence: 0.01,
  sexual: 0.01,
  profanity: 0.02,
  self_harm: 0.005,
  spam: 0.01,
  misinformation: 0.03,
};
/** Civil as far as annotators looked; spam and lies were not their question. */
const CIVIL: Targets = { harassment: 0.03, hate: 0.02, violence: 0.02, self_harm: 0.01 };

const TRUTH: Record<string, number> = {
  "pants-fire": 0.95,
  false: 0.85,
  "barely-true": 0.65,
  "half-true": 0.45,
  "mostly-true": 0.2,
  true: 0.08,
};

const SEXISM: Record<string, Targets> = {
  "1. threats, plans to harm and incitement": { hate: 0.85, violence: 0.9, toxicity: 0.95 },
  "2. derogation": { hate: 0.85, harassment: 0.6, toxicity: 0.9 },
  "3. animosity": { hate: 0.6, harassment: 0.5, toxicity: 0.8 },
  "4. prejudiced discussions": { hate: 0.7, toxicity: 0.6 },
};

const EMOJI_HATE: Record<string, Targets> = {
  threateninglanguage: { violence: 0.9 },
  derogation: { harassment: 0.6 },
};

function davidson(labels: RowLabels): Targets {
  const votes = labels.votes as number[];
  const total = votes.reduce((sum, count) => sum + count, 0) || 1;
  const [hate = 0, offensive = 0, neither = 0] = votes.map((count) => count / total);
  return {
    toxicity: 0.95 * hate + 0.75 * offensive + 0.05 * neither,
    hate: 0.9 * hate + 0.08 * offensive,
    ...(neither > 0.6 ? { harassment: 0.03, violence: 0.03, self_harm: 0.01 } : {}),
  };
}

/** Shares of raters by type; every comment of this set was rated toxic by some, so the rest is relative. */
function civilTypes(labels: RowLabels): Targets {
  const share = (type: string) => Math.min(1, number(labels, type));
  const most = Math.max(0, ...Object.values(labels).map(Number));
  return {
    toxicity: most === 0 ? 0.3 : 0.4 + 0.6 * most,
    harassment: share("Insult"),
    hate: share("Identity based Attack"),
    violence: share("Threat"),
    profanity: share("Profane/Obscene"),
    self_harm: 0.01,
    spam: 0.01,
  };
}

function toldBr(labels: RowLabels): Targets {
  const share = (type: string) => number(labels, type) / 3;
  const most = Math.max(...Object.keys(labels).map(share));
  return {
    toxicity: most === 0 ? 0.05 : 0.35 + 0.65 * most,
    harassment: share("insult"),
    profanity: share("obscene"),
    hate: Math.max(share("homophobia"), share("racism"), share("misogyny"), share("xenophobia")),
  };
}

/**
 * The training sets and what their labels mean here. Sets define toxicity differently: jigsaw20k's definition is the
 * one the toxicity score follows, so it weighs most; an offensive tweet is only probably toxic in that sense, and a
 * comment that is not hateful may still be rude, so the other categories stay unknown unless the set asked.
 */
export const DATASETS: DatasetSource[] = [
  {
    file: "jigsaw20k",
    weight: 2,
    targets: (l) =>
      l.toxic === 1 ? { toxicity: 1, spam: 0.02, self_harm: 0.01 } : { ...CLEAN, toxicity: 0 },
  },
  { file: "civil_typed_spans", weight: 0.6, targets: civilTypes },
  { file: "toxic_spans", weight: 0.2, targets: () => ({ toxicity: 0.9, spam: 0.01 }) },
  { file: "davidson", weight: 0.5, targets: davidson },
  {
    file: "hatexplain",
    weight: 0.5,
    targets: (l) =>
      ({
        hate: { toxicity: 0.95, hate: 0.9 },
        offensive: { toxicity: 0.75, hate: 0.3 },
        normal: { toxicity: 0.15, hate: 0.04, self_harm: 0.01 },
      })[String(l.class)] ?? null,
  },
  {
    file: "cad",
    weight: 0.5,
    targets: (l) => (l.abusive === 1 ? { toxicity: 0.75 } : { toxicity: 0.06, ...CIVIL, spam: 0.01 }),
  },
  {
    file: "edos",
    weight: 0.6,
    targets: (l) =>
      l.sexist === 1 ? (SEXISM[String(l.category)] ?? null) : { hate: 0.08, self_harm: 0.01, spam: 0.01 },
  },
  {
    file: "tweeteval_offensive",
    weight: 0.6,
    targets: (l) => (l.offensive === 1 ? { toxicity: 0.8 } : { toxicity: 0.08, ...CIVIL }),
  },
  {
    file: "tweeteval_hate",
    weight: 0.5,
    targets: (l) => (l.hate === 1 ? { toxicity: 0.8, hate: 0.85 } : { hate: 0.05 }),
  },
  {
    file: "stormfront",
    weight: 0.4,
    targets: (l) =>
      l.hate === 1 ? { toxicity: 0.75, hate: 0.9 } : { toxicity: 0.12, hate: 0.05, self_harm: 0.01 },
  },
  {
    file: "hatemojibuild",
    weight: 0.7,
    targets: (l) =>
      l.hate === 1
        ? { toxicity: 0.9, hate: 0.95, ...EMOJI_HATE[String(l.type)] }
        : { toxicity: 0.15, hate: 0.03, violence: 0.05 },
  },
  {
    file: "sdcnl",
    weight: 1.5,
    targets: (l) => ({ ...CLEAN, self_harm: l.suicide_vs_depression === 1 ? 0.95 : 0.45 }),
  },
  {
    file: "sms_smishing",
    weight: 2,
    targets: (l) =>
      l.class === "ham" ? { ...CLEAN, spam: 0 } : { toxicity: 0.03, hate: 0.01, self_harm: 0, spam: 1 },
  },
  {
    file: "enron_spam",
    weight: 0.6,
    targets: (l) => (l.spam === 1 ? { hate: 0.01, self_harm: 0, spam: 1 } : { ...CLEAN, spam: 0 }),
  },
  {
    file: "liar",
    weight: 0.6,
    targets: (l) => ({ ...CLEAN, misinformation: TRUTH[String(l.truth)] ?? 0.5 }),
  },
  {
    file: "covid_fake_news",
    weight: 0.8,
    targets: (l) => ({ ...CLEAN, toxicity: 0.04, misinformation: l.fake === 1 ? 0.95 : 0.05 }),
  },
  {
    file: "bias_madlibs_en_intersectional_DEV",
    weight: 0.08,
    targets: (l) =>
      l.toxic === 1 ? { toxicity: 0.95 } : { toxicity: 0.03, hate: 0.02, harassment: 0.02, violence: 0.01 },
  },
  { file: "told_br", weight: 0.6, targets: toldBr },
  { file: "cold_zh", weight: 0.4, targets: (l) => ({ toxicity: l.offensive === 1 ? 0.85 : 0.1 }) },
  { file: "offenseval_tr", weight: 0.4, targets: (l) => ({ toxicity: l.offensive === 1 ? 0.9 : 0.06 }) },
  { file: "russian_combined", weight: 0.6, targets: (l) => ({ toxicity: l.toxic === 1 ? 0.95 : 0.05 }) },
];
