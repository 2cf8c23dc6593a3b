import { CATEGORIES } from "#lib/domain/taxonomy";
import type { RowLabels } from "./label-table";

/** How one set trains the model. */
export interface SourceRecipe {
  /** Copies of each row per epoch; below 1, the share of rows drawn. */
  share: number;
  /** Factor on the set's weight in the label table. */
  trust?: number;
  /** The set's own labels, each with an output column of its own during training. */
  own?: Readonly<Record<string, (labels: RowLabels) => number>>;
}

const flag = (name: string) => (labels: RowLabels) => Number(labels[name] ?? 0);
const classIs =
  (...classes: string[]) =>
  (labels: RowLabels) =>
    Number(classes.includes(String(labels.class)));

/**
 * How often and how each set of the label table trains `text-deep`. Sets define toxicity differently, so many
 * also train columns of their own that are dropped at inference: what is peculiar to a set is learnt there
 * and blurs the taxonomy less.
 */
export const RECIPES: Readonly<Record<string, SourceRecipe>> = {
  jigsaw20k: { share: 1, own: { toxic: flag("toxic") } },
  civil_typed_spans: {
    share: 1,
    own: { insult: flag("Insult"), identity: flag("Identity based Attack"), threat: flag("Threat") },
  },
  toxic_spans: { share: 0.7 },
  davidson: { share: 0.6, own: { offensive: classIs("hate", "offensive"), hate: classIs("hate") } },
  hatexplain: { share: 1, trust: 1.5, own: { toxic: classIs("hate", "offensive"), hate: classIs("hate") } },
  cad: { share: 1, trust: 1.2, own: { abusive: flag("abusive") } },
  edos: { share: 1.7, trust: 1.4, own: { sexist: flag("sexist") } },
  tweeteval_offensive: { share: 1.8, trust: 1.5, own: { offensive: flag("offensive") } },
  tweeteval_hate: { share: 1, own: { hate: flag("hate") } },
  stormfront: { share: 1, trust: 1.5, own: { hate: flag("hate") } },
  hatemojibuild: { share: 2, trust: 1.5, own: { hate: flag("hate") } },
  sdcnl: { share: 2, own: { suicide: flag("suicide_vs_depression") } },
  sms_smishing: { share: 1.5 },
  enron_spam: { share: 0.35 },
  liar: { share: 0.7 },
  covid_fake_news: { share: 1 },
  bias_madlibs_en_intersectional_DEV: { share: 0.3, trust: 5 },
  told_br: { share: 0.7, trust: 1.3 },
  cold_zh: { share: 0.4, trust: 1.5 },
  offenseval_tr: { share: 0.4, trust: 1.5 },
  russian_combined: { share: 1.2 },
};

/** Names of the source head's columns, in order. */
export const SOURCE_LABELS: readonly string[] = Object.entries(RECIPES).flatMap(([source, { own = {} }]) =>
  Object.keys(own).map((label) => `${source}.${label}`),
);

/** What kind of text a row is: each kind has an expert of its own in the network, mixed by a gate. */
export const KIND_OF: Readonly<Record<string, string>> = {
  jigsaw20k: "wiki",
  civil_typed_spans: "comments",
  toxic_spans: "comments",
  davidson: "davidson",
  hatexplain: "hatexplain",
  cad: "cad",
  edos: "edos",
  tweeteval_offensive: "offensive tweets",
  tweeteval_hate: "hate tweets",
  stormfront: "forum",
  hatemojibuild: "emoji",
  sdcnl: "support",
  sms_smishing: "messages",
  enron_spam: "mail",
  liar: "claims",
  covid_fake_news: "claims",
  bias_madlibs_en_intersectional_DEV: "templates",
  told_br: "portuguese",
  cold_zh: "chinese",
  offenseval_tr: "turkish",
  russian_combined: "russian",
};
/** The kind of sentences that come from no set: contrast sentences and lexicon entries. */
export const TEMPLATES = "templates";
/** The kind of pieces that annotators marked. */
export const MARKED_PIECES = "comments";

/** Kinds that are not English, by language (ISO 639-1). */
export const KIND_OF_LANGUAGE: Readonly<Record<string, string>> = {
  pt: "portuguese",
  ru: "russian",
  tr: "turkish",
  zh: "chinese",
};
export const FOREIGN_KINDS: ReadonlySet<string> = new Set(Object.values(KIND_OF_LANGUAGE));

export const TEXT_KINDS: readonly string[] = [...new Set([...Object.values(KIND_OF), TEMPLATES])];

/** Output columns in training: the taxonomy's, the sources' own, the kinds of text. */
export const COLUMNS = CATEGORIES.length + SOURCE_LABELS.length + TEXT_KINDS.length;

/** A row's known cells: column, soft target, trust. */
export interface TargetCells {
  columns: number[];
  values: number[];
  trust: number[];
}

const OWN_TRUST = 0.5;
const KIND_TRUST = 0.1;

/** Where a row comes from: a set with the row's own labels there, or a kind of text that is in no set. */
export type RowOrigin = { source: string; labels: RowLabels } | { kind: string };

/**
 * The known cells of a row: taxonomy targets (NaN where unknown) each at its trust, then the set's own labels
 * and the kind of text.
 */
export function targetCells(
  targets: Float32Array,
  trust: Float32Array,
  origin: RowOrigin = { kind: TEMPLATES },
): TargetCells {
  const cells: TargetCells = { columns: [], values: [], trust: [] };
  const put = (column: number, value: number, trust: number): void => {
    cells.columns.push(column);
    cells.values.push(value);
    cells.trust.push(trust);
  };
  for (const [column, value] of targets.entries())
    if (!Number.isNaN(value)) put(column, value, trust[column] as number);
  if ("source" in origin) {
    const { source, labels } = origin;
    for (const [label, value] of Object.entries(RECIPES[source]?.own ?? {})) {
      put(CATEGORIES.length + SOURCE_LABELS.indexOf(`${source}.${label}`), value(labels), OWN_TRUST);
    }
  }
  const kind = "source" in origin ? KIND_OF[origin.source] : origin.kind;
  for (const [at, name] of TEXT_KINDS.entries()) {
    put(CATEGORIES.length + SOURCE_LABELS.length + at, Number(name === kind), KIND_TRUST);
  }
  return cells;
}
