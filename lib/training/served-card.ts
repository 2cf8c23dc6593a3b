import type { DerivedExit, ExitBudget, ExitChoice, ExitFigures } from "./exit-bounds";
import { VIOLATING } from "./exit-bounds";
import type { PaddingFigures } from "./padding-trial";
import { UNSEEN_GROUPS } from "./probe/hate-cases";
import type { ProbeFigures } from "./probe/probe";
import type { ChosenBlend } from "./text-blend";
import type { Figures } from "./text-screen-figures";

/** What both levels say together, and where level 1 may stop. */
export interface JudgedTogether {
  blend: readonly ChosenBlend[];
  figures: readonly Figures[];
  exit: DerivedExit;
  exitFigures: ExitFigures;
  /** All widths of an exit as harmless, on the calibration split, and what one had to keep to be served. */
  choices: readonly ExitChoice[];
  budget: ExitBudget;
}

/** What the running cascade does. */
export interface RunningFacts {
  /** How often padding talks it out of harm, on the validation split. */
  padding: PaddingFigures;
  /** Share of ordinary harmless validation texts that go to a person or further. */
  harmlessCaught: number;
  probe: ProbeFigures;
  /** The probe's sentences on groups that no template names. */
  unseen: ProbeFigures["hate"];
}

export type ServedFacts = JudgedTogether & RunningFacts;

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");

/** The sections of the card on what is served: the blend with level 1, its calibration, the exit, the probe. */
export function servedSections(facts: ServedFacts): string {
  return [blendSection(facts), exitSection(facts), paddingSection(facts), probeSection(facts)].join("\n\n");
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

function exitSection({ exit, exitFigures, choices, budget }: ServedFacts): string {
  const bounds = Object.entries(exit.bounds);
  const stopsHarmless = bounds.some(([, { low }]) => low > 0);
  const rule =
    bounds.length === 0
      ? "None is certain enough: every text goes to level 2."
      : `${stopsHarmless ? "A text stops at level 1 as harmless when text-screen puts every category below its lower bound, and as harmful" : "A text stops at level 1 only as harmful:"} when it puts one of
the categories at or above its upper bound, from which at least 99 % of texts were harmful on the calibration split, and where the
default policy asks at least a person at that score.

${table(
  ["category", ...(stopsHarmless ? ["harmless below"] : []), "harmful from"],
  bounds.map(([category, { low, high }]) => [
    category,
    ...(stopsHarmless ? [low.toFixed(4)] : []),
    high > 1 ? "never" : high.toFixed(4),
  ]),
)}`;
  return `## Exit after level 1

${rule}

A stop as harmless must cost no category more than ${(100 * budget.auc).toFixed(1)} points of AUC, and of padded copies of harmful texts (\`padding-trial.ts\`)
no more than ${percent(budget.copiesPast)} may stop: words that are added to an insult must not outweigh it at level 1. What each width would save, cost and let past,
on the calibration split with ${percent(VIOLATING)} of traffic violating:

${table(
  ["width", "stops", "most AUC lost", "padded copies past", "harmful texts with a copy past"],
  choices.map(({ width, share, loss, copiesPast, textsPast }) => [
    percent(width),
    percent(share),
    loss.toFixed(4),
    percent(copiesPast),
    percent(textsPast),
  ]),
)}
${stopsHarmless ? "" : "\nNo width keeps that budget, so no text stops as harmless.\n"}
On the validation split **${percent(exitFigures.share)} stop at level 1** (${percent(exitFigures.harmlessShare)} of harmless texts,
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

function paddingSection({ padding, harmlessCaught }: ServedFacts): string {
  return `## Padding

${padding.caught} harmful English validation texts that the cascade sends at least to a person, each in 28 copies with words before and behind it that say
nothing (a number, a mail's header, a weather report; other words than training pads with): **${percent(padding.keptShare)} of the copies are still
caught**, and ${percent(padding.talkedOutShare)} of the texts have a copy that is not. Where level 1 finds a stretch that is likely harm by itself, level 2 reads
it apart as well, and a stretch that is surely harmful counts for the whole. Of ordinary harmless texts ${percent(harmlessCaught)} go to a person.`;
}

function probeSection({ probe, unseen }: ServedFacts): string {
  const { hate, harms } = probe;
  return `## Probe

${hate.texts} sentences of the project's own (\`lib/training/probe\`), of the kinds that HateCheck asks about but in other words, other frames than
the training templates and never trained on. Since 1.2.0 it flatters: the templates were widened by someone who knew which kinds it finds
hard. Judged by the cascade at the default policy's threshold for hate:
**AUC ${figure(hate.auc)}, accuracy ${percent(hate.accuracy)}**; right on ${percent(hate.hatefulRight)} of the hateful and on ${percent(hate.harmlessRight)} of the other sentences.

${table(
  ["kind", "hateful", "right", "sentences"],
  hate.kinds.map(({ kind, harmful, right, texts }) => [kind, harmful ? "yes" : "no", percent(right), texts]),
)}

The same sentences about ${UNSEEN_GROUPS.map(([plural]) => plural).join(", ")}, whom no template names: AUC ${figure(unseen.auc)}, accuracy ${percent(unseen.accuracy)}.

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
