import { markdownTable } from "./markdown-table";
import type { ChosenBlend } from "./text-blend";
import type { TextDeepShape } from "./text-deep-model";
import type { ChosenCalibration } from "./text-screen-calibration";
import type { Figures } from "./text-screen-figures";

/** How a category fares on the same validation texts: alone, at level 1, and at level 2. */
export interface LevelFigures {
  alone: readonly Figures[];
  joined: readonly Figures[];
  deep: readonly Figures[];
}

/** Everything the card of text-glance tells but for the exit, which is derived after it. */
export interface GlanceCardFacts {
  version: string;
  sha256: string;
  bytes: number;
  shape: TextDeepShape;
  vocabulary: number;
  /** `name@version` of the models it learnt from. */
  teachers: readonly string[];
  training: { lessons: number; steps: number; bestStep: number; bestScore: number; padded: number };
  figures: LevelFigures;
  /** Per category, the rank correlation with what the teachers say of validation texts. */
  likeness: readonly { category: string; correlation: number }[];
  calibrations: readonly ChosenCalibration[];
  blends: readonly ChosenBlend[];
  /** Processor time per text of its thread, microseconds, in batches of 32 on one core; and of text-deep beside it. */
  cost: { glance: number; deep: number };
  licences: readonly (readonly [set: string, licence: string])[];
}

const LIST = new Intl.ListFormat("en-GB", { type: "conjunction" });

const figure = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "-" : value.toFixed(3);

/** The model card of text-glance, in Markdown. */
export function glanceCard(facts: GlanceCardFacts): string {
  const { shape, training, cost } = facts;
  return `# text-glance ${facts.version}

A small network over words that says at level 1 about what level 2 would say, so that the latter need not be asked where both models
of level 1 are certain. ${shape.layers === 1 ? "One layer" : `${shape.layers} layers`} of width ${shape.width}, ${shape.heads} heads, feed-forward ${shape.inner}, pooled by learnt attention, maximum and sum; words are sums
of the same ${facts.vocabulary.toLocaleString("en")} features as text-deep's, in signed bytes with one scale per row. It reads ${shape.maxWords} words at once; longer texts
window by window, the highest window counts. ${(facts.bytes / 1e6).toFixed(1)} MB. Made by \`npm run train:text-glance\`.

sha256 of model.onnx: \`${facts.sha256}\`

## Data

It is distilled: its targets are what ${LIST.format(facts.teachers)} say together of ${training.lessons.toLocaleString("en")} English texts (all training rows of the sets
below, stretches of the long ones, pieces that annotators marked, a profanity lexicon (MIT), contrast sentences of the project's own),
as log-odds at a temperature, pulled towards the labels where these are known. Its table starts from text-deep's, in its principal
directions. One text in seven is misspelt and ${(100 * training.padded).toFixed(0)} % are padded with words that say nothing, anew in each epoch; what is asked
of them stays what the text says without.

${markdownTable(["set", "licence"], facts.licences)}

${training.steps.toLocaleString("en")} steps were made; the weights are those of step ${training.bestStep.toLocaleString("en")}, the best by mean AUC over sets and categories on a validation
sample (${figure(training.bestScore)}).

## Figures

On English texts of the project's own validation split (at most 1,000 of each set): text-glance alone, joined with text-screen as
it is served at level 1, and level 2 as it teaches. "Likeness" is the rank correlation of text-glance alone with level 2 over all these texts.

${levelTable(facts)}

By set:

${setTable(facts.figures)}

It takes ${cost.glance.toFixed(0)} us of processor time a text in batches of 32, where text-deep takes ${cost.deep.toFixed(0)} us on the same texts in the same minute.

## Calibration

On the calibration split, per category the better of centred isotonic regression and Platt's curve on held-out halves; then the
weight beside text-screen with the best mean AUC over sets, and a curve on the joint log-odds.

${markdownTable(
  ["category", "curve", "rows", "positives", "outcomes from", "weight of text-glance", "joint curve"],
  facts.calibrations.map(({ kind, rows, positives, guessed }, at) => {
    const joint = facts.blends.find(({ category }) => category === facts.likeness[at]?.category);
    return [
      facts.likeness[at]?.category ?? "",
      kind,
      rows,
      positives,
      guessed ? "labels and guesses" : "labels",
      joint?.weight.toFixed(1) ?? "-",
      joint?.calibration.kind ?? "-",
    ];
  }),
)}

## Languages

English, all categories. Texts in other languages go on to level 2, or to a person, as if it were not there.

## Limits

- It knows no more than its teachers, and less of how words are used: it decides only what it is sure of.
- A text with a stretch that text-screen finds likely harm by itself is never stopped here.
- When text-deep is trained anew, its scores need not follow: \`npm run calibrate:exit\` derives where level 1 may stop again.
`;
}

function levelTable({ figures, likeness }: GlanceCardFacts): string {
  const all = (each: readonly Figures[]) => each.filter(({ source }) => source === "all");
  return markdownTable(
    [
      "category",
      "rows",
      "positives",
      "AUC alone",
      "AUC at level 1",
      "AUC at level 2",
      "ECE at level 1",
      "likeness",
    ],
    all(figures.joined).map(({ category, rows, positives, auc, ece }) => {
      const same = (each: Figures) => each.category === category;
      return [
        category,
        rows,
        positives,
        figure(all(figures.alone).find(same)?.auc),
        figure(auc),
        figure(all(figures.deep).find(same)?.auc),
        figure(ece),
        figure(likeness.find((each) => each.category === category)?.correlation),
      ];
    }),
  );
}

function setTable({ alone, joined, deep }: LevelFigures): string {
  const rows = joined.filter(({ source }) => source !== "all");
  return markdownTable(
    ["category", "set", "positives", "AUC alone", "AUC at level 1", "AUC at level 2"],
    rows.map(({ category, source, positives, auc }) => {
      const same = (each: Figures) => each.category === category && each.source === source;
      return [
        category,
        source,
        positives,
        figure(alone.find(same)?.auc),
        figure(auc),
        figure(deep.find(same)?.auc),
      ];
    }),
  );
}
