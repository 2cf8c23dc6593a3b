import { EXIT_TITLE } from "./exit-card";
import { figuresTable } from "./figures-table";
import { markdownTable as table } from "./markdown-table";
import type { PaddingFigures } from "./padding-trial";
import { UNSEEN_GROUPS } from "./probe/hate-cases";
import type { ProbeFigures } from "./probe/probe";
import { type ChosenBlend, LOWERED } from "./text-blend";
import type { Figures } from "./text-screen-figures";

/** What both levels say together. */
export interface JudgedTogether {
  blends: readonly ChosenBlend[];
  figures: readonly Figures[];
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

/** Positives from which on a tenth's share means something. */
const POSITIVES_TO_TELL = 300;

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** The sections of the card on what is served: the blend with level 1, its calibration, the exit, padding, the probe. */
export function servedSections(facts: ServedFacts): string {
  return [blendSection(facts), EXIT_ELSEWHERE, paddingSection(facts), probeSection(facts)].join("\n\n");
}

/** Where the model that may stop at level 1 has a card of its own. */
const EXIT_ELSEWHERE = `## ${EXIT_TITLE}

See the card of the model that stops there: [text-glance](text-glance.md), or [text-screen](text-screen.md) where there is none.`;

function blendSection({ blends, figures }: ServedFacts): string {
  return `## As it is served: joined with text-screen

At level 2 a score is the weighted mean of both models' log-odds, calibrated again; in English with what text-glance says as well, where
there is one: its card tells how. The weight is the one with the best mean AUC
over sets, the curve (Platt's, or centred isotonic regression that goes on in Platt's tails) the one with the lower log loss on
held-out halves, both chosen on the calibration split. A language with 150 labelled positives has its own, as the same score is
not the same probability in each. Where no text of a language is labelled with a category, the English curve is lowered until at most 2 % of the
language's harmless texts reach the default policy's threshold, and at most 8 % of the sentences in \`lib/training/contrast/foreign/unseen\`, which are harmless in
the words of harm and trained on by no model: a score there is no probability. These and as plain ones count as not toxic in the curves
of their languages, as the sets' harmless texts are not what people say to each other all day.

${weightsTable(blends)}

Probabilities are true of a *reference population*: all sets in proportion to their weights in \`lib/training/label-table.ts\`, where
sets that were picked for toxicity or made from templates count a tenth for toxicity and hate, and offensive rows of sets in other
languages than English so little that 15 % of the weight offends at most. ECE is measured on that population, "plain ECE" on the rows as they are.

${judgedTables(figures)}`;
}

/** The weights and curves of a join; `usual` names the languages without their own, `deep` the model that is weighed. */
export const weightsTable = (
  blends: readonly ChosenBlend[],
  { usual = "all others", deep = "text-deep" } = {},
): string =>
  table(
    ["category", "language", `weight of ${deep}`, "curve", "rows", "positives", "outcomes from"],
    blends.map(({ category, language = usual, weight, calibration }) => [
      category,
      language,
      weight.toFixed(1),
      calibration.kind,
      calibration.rows,
      calibration.positives,
      outcomesOf(calibration),
    ]),
  );

/** The section of text-glance's card on how level 2 hears it. */
export function jointSection({ blends, figures }: JudgedTogether): string {
  return `## Joined with level 2

An English text that goes on to level 2 is scored by all three models: the log-odds of what text-screen and text-glance say together and those of text-deep
are averaged by weight and calibrated again, both chosen as in the card of text-deep, on the same splits. text-glance was taught by text-deep, but small and with
softer answers: where text-deep knows its training texts by heart, text-glance errs elsewhere, and their mean is better than either.

${weightsTable(blends, { usual: "en" })}

${judgedTables(figures)}`;
}

/** What comes of a join: over all sets, how true its probabilities are, and by set. */
export const judgedTables = (
  figures: readonly Figures[],
): string => `${servedTable(figures.filter(({ source }) => source === "all"))}

${reliabilityTable(figures)}

By set:

${servedTable(figures.filter(({ source }) => source !== "all"))}`;

/** Where a curve's outcomes come from. */
function outcomesOf({ kind, guessed }: ChosenBlend["calibration"]): string {
  if (kind === LOWERED) return "harmless texts";
  return guessed ? "labels and guesses" : "labels";
}

const servedTable = (figures: readonly Figures[]): string => figuresTable(figures, ["ece", "plainEce"]);

/** What is said and what is seen in each tenth of the probability, where there are positives enough to tell. */
function reliabilityTable(figures: readonly Figures[]): string {
  const told = figures.filter(({ source, positives }) => source === "all" && positives >= POSITIVES_TO_TELL);
  const tenths = Array.from({ length: 10 }, (_, at) => at / 10);
  return `Reliability of the categories with ${POSITIVES_TO_TELL} positives or more, on the reference population: of the texts whose probability lies in a tenth, the mean that
was said and the share that was harmful.

${table(
  ["category", ...tenths.map((from) => `from ${from.toFixed(1)}`)],
  told.map(({ category, reliability }) => [
    category,
    ...tenths.map((from) => {
      const bin = reliability.find((filled) => Math.abs(filled.from - from) < 1e-9);
      return bin ? `${bin.said.toFixed(2)}, ${bin.seen.toFixed(2)}` : "-";
    }),
  ]),
)}`;
}

/** How often padding talks the running cascade out of harm. */
export function paddingSection({ padding, harmlessCaught }: RunningFacts): string {
  return `## Padding

${padding.caught} harmful English validation texts that the cascade sends at least to a person, each in 28 copies with words before and behind it that say
nothing (a number, a mail's header, a weather report; other words than training pads with): **${percent(padding.keptShare)} of the copies are still
caught**, and ${percent(padding.talkedOutShare)} of the texts have a copy that is not. Where level 1 finds a stretch that is likely harm by itself, level 2 reads
it apart as well, and a stretch that is surely harmful counts for the whole. Of ordinary harmless texts ${percent(harmlessCaught)} go to a person.`;
}

/** What the running cascade makes of the probe. */
export function probeSection({ probe, unseen }: RunningFacts): string {
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
