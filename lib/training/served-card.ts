import type { DerivedExit, ExitFigures } from "./exit-bounds";
import { VIOLATING } from "./exit-bounds";
import type { ProbeFigures } from "./probe/probe";
import type { ChosenBlend } from "./text-blend";
import type { Figures } from "./text-screen-figures";

/** What both levels together do, as it is served. */
export interface ServedFacts {
  blend: readonly ChosenBlend[];
  figures: readonly Figures[];
  exit: DerivedExit;
  exitFigures: ExitFigures;
  probe: ProbeFigures;
}

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");

/** The sections of the card on what is served: the blend with level 1, its calibration, the exit, the probe. */
export function servedSections(facts: ServedFacts): string {
  return [blendSection(facts), exitSection(facts), probeSection(facts)].join("\n\n");
}

function blendSection({ blend, figures }: ServedFacts): string {
  const weights = blend.map(({ category, weight, calibration }) => [
    category,
    weight.toFixed(1),
    calibration.kind,
    calibration.rows,
    calibration.positives,
    calibration.guessed ? "labels and guesses" : "labels",
  ]);
  return `## As it is served: joined with text-screen

At level 2 a score is the weighted mean of both models' log-odds, calibrated again. The weight is the one with the best mean AUC
over sets, the curve (Platt's, or centred isotonic regression that goes on in Platt's tails) the one with the lower log loss on
held-out halves, both chosen on the calibration split.

${table(["category", "weight of text-deep", "curve", "rows", "positives", "outcomes from"], weights)}

Probabilities are true of a *reference population*: all sets in proportion to their weights in \`lib/training/label-table.ts\`, where
sets that were picked for toxicity or made from templates count a tenth for toxicity and hate, and offensive rows in languages
whose sets are half offensive count 15 %. ECE is measured on that population, "plain ECE" on the rows as they are.

${servedTable(figures.filter(({ source }) => source === "all"))}

By set:

${servedTable(figures.filter(({ source }) => source !== "all"))}`;
}

function servedTable(figures: readonly Figures[]): string {
  return table(
    [
      "category",
      "set",
      "rows",
      "positives",
      "AUC (95 %)",
      "average precision",
      "best F1",
      "ECE",
      "plain ECE",
    ],
    figures.map((f) => [
      f.category,
      f.source,
      f.rows,
      f.positives,
      `${figure(f.auc)} (${figure(f.interval.low)}-${figure(f.interval.high)})`,
      figure(f.averagePrecision),
      figure(f.bestF1),
      figure(f.ece),
      figure(f.plainEce),
    ]),
  );
}

function exitSection({ exit, exitFigures }: ServedFacts): string {
  if (Object.keys(exit.bounds).length === 0)
    return "## Exit after level 1\n\nNone is certain enough: every text goes to level 2.";
  const bounds = Object.entries(exit.bounds).map(([category, { high }]) => [category, high.toFixed(4)]);
  return `## Exit after level 1

A text stops at level 1 only as harmful: when text-screen puts one of the categories below at or above its bound, from which at least
99 % of texts were harmful on the calibration split, and where the default policy asks at least a person at that score.

${table(["category", "harmful from"], bounds)}

Stopping as harmless is not served: level 1 sums the evidence of words, so what is added to an insult can outweigh it.

On the validation split, with ${percent(VIOLATING)} of traffic violating: **${percent(exitFigures.share)} stop at level 1** (${percent(exitFigures.harmlessShare)} of harmless texts,
${percent(exitFigures.harmfulShare)} of harmful ones).

${table(
  ["category", "positives", "AUC, level 2 always", "AUC of the cascade", "lost"],
  exitFigures.quality.map(({ category, positives, always, cascade }) => [
    category,
    positives,
    figure(always),
    figure(cascade),
    figure(always - cascade),
  ]),
)}`;
}

function probeSection({ probe }: ServedFacts): string {
  const { hate, harms } = probe;
  return `## Probe

${hate.texts} sentences of the project's own (\`lib/training/probe\`), of the kinds that HateCheck asks about but in other words, other frames than
the training templates and never trained on. Judged by the cascade at the default policy's threshold for hate:
**AUC ${figure(hate.auc)}, accuracy ${percent(hate.accuracy)}**; right on ${percent(hate.hatefulRight)} of the hateful and on ${percent(hate.harmlessRight)} of the other sentences.

${table(
  ["kind", "hateful", "right", "sentences"],
  hate.kinds.map(({ kind, harmful, right, texts }) => [kind, harmful ? "yes" : "no", percent(right), texts]),
)}

Other harms, each against neighbours in the same words:

${table(
  ["category", "sentences", "AUC", "average precision"],
  harms.map(({ category, texts, auc, averagePrecision }) => [
    category,
    texts,
    figure(auc),
    figure(averagePrecision),
  ]),
)}`;
}
