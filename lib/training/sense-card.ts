import { SENSE_READS } from "#lib/domain/text/sense-reads";
import { EXIT_TITLE, exitFiguresTable, type JudgedExit } from "./exit-card";
import { figuresTable } from "./figures-table";
import { markdownTable } from "./markdown-table";
import type { SenseShape } from "./sense-model";
import { type JudgedTogether, judgedTables, weightsTable } from "./served-card";
import type { ChosenCalibration } from "./text-screen-calibration";
import type { Figures } from "./text-screen-figures";

/** Everything the card of text-sense tells but for what is derived of it together with the other models. */
export interface SenseCardFacts {
  version: string;
  sha256: string;
  bytes: number;
  shape: SenseShape;
  pieces: number;
  /** The package, `name@version`, whose encoder it starts from. */
  source: string;
  /** Of the slim network, and of the one that it was cut from. */
  training: { steps: number; score: number; before: { inner: number; steps: number } };
  /** Alone, on the validation split. */
  figures: readonly Figures[];
  /** AUC of toxicity of the weights as trained, and of the shipped ones. */
  rounding: { trained: number; shipped: number };
  calibrations: readonly (ChosenCalibration & { category: string })[];
  /** Processor time per text of its thread, microseconds, and of text-deep beside it. */
  cost: { sense: number; deep: number };
  licences: readonly (readonly [set: string, licence: string])[];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));

/** The model card of text-sense, in Markdown. */
export function senseCard(facts: SenseCardFacts): string {
  const { shape, training, cost, rounding } = facts;
  return `# text-sense ${facts.version}

A sentence encoder that reads English after text-deep, where level 2 is not sure. It knows far more of the language than this project's sets can teach:
it starts from the Universal Sentence Encoder, lite (Cer et al. 2018; Apache-2.0), as \`${facts.source}\` has it, and was trained on by
\`npm run train:text-sense\`. Two transformer layers, the first of width ${shape.width}, everything behind it of width ${shape.wide}, ${shape.heads} heads, feed-forward ${shape.inner}, over
${facts.pieces.toLocaleString("en")} unigram pieces; a text is the mean of its pieces beside the highest of each feature. On top stand ${shape.kinds} experts, one for each kind of text in
the data, mixed by a gate, as in text-deep. The layers over pieces multiply bytes: matrices in seven bits with a scale for each column, inputs in eight with one fixed scale
for each layer; the rest is stored as signed bytes with a scale for each row. Words that are disguised are read as they would be written plainly. It reads ${shape.maxPieces} pieces at once, longer
texts window by window, the highest counts, and no text of more than ${SENSE_READS.toLocaleString("en")} characters. ${(facts.bytes / 1e6).toFixed(1)} MB.

sha256 of model.onnx: \`${facts.sha256}\`

## Data

What the encoder was made from is told by its publishers: Wikipedia, news, questions and answers, discussions, and SNLI. Nobody can say what of published
test sets was among it. On top it learnt from the English rows that text-deep learns from (its card says of what kinds), ${training.before.steps.toLocaleString("en")} steps of at most 112 texts; one
text in eight is misspelt. Then the units of its feed-forward networks, ${training.before.inner.toLocaleString("en")} in each layer, were weighed by how much what comes out varies with them,
all but ${shape.inner} were taken out, and the rest learnt on for ${training.steps.toLocaleString("en")} steps.

${markdownTable(["set", "licence"], facts.licences)}

## Figures

On English texts of the project's own validation split (at most 1,000 of each set), text-sense alone. What is served comes below.

${figuresTable(facts.figures)}

Mean AUC over sets and categories on a validation sample: ${figure(training.score)}. Rounding to bytes takes the AUC of toxicity from ${rounding.trained.toFixed(4)} to ${rounding.shipped.toFixed(4)}.

It takes ${cost.sense.toFixed(0)} us of processor time a text in batches of 32, where text-deep takes ${cost.deep.toFixed(0)} us on the same texts in the same minute.

## Calibration

On the calibration split, per category the better of centred isotonic regression and Platt's curve on held-out halves.

${markdownTable(
  ["category", "curve", "rows", "positives", "outcomes from"],
  facts.calibrations.map(({ category, kind, rows, positives, guessed }) => [
    category,
    kind,
    rows,
    positives,
    guessed ? "labels and guesses" : "labels",
  ]),
)}

## Languages

English, all categories. It is not asked about texts in other languages.

## Limits

- It explains nothing: marks are text-deep's, also where text-sense made the difference.
- Where parts of a text are read by themselves it refines the whole alone; the parts raise that.
- It is joined with text-deep as that is joined with both models of level 1, of the versions that it was derived with, and else not asked, behind an added classifier neither: \`npm run calibrate:exit\` derives that anew.
- It runs on the processor alone; where \`INFERENCE_PROVIDERS\` leaves that out, level 2 stands without it.
- What the encoder was made from holds the prejudices of the open web; the identity terms of text-deep's card were not measured on it alone.
`;
}

/** The section on how level 2 hears text-sense, and where it need not. */
export function refinedSection({ blends, figures }: JudgedTogether, spared: JudgedExit): string {
  const bounds = Object.entries(spared.exit.bounds);
  const isAlwaysAsked = bounds.every(([, { low }]) => low === 0);
  return `## Joined with level 2

The log-odds of what level 2 says without it, and its own, are averaged by weight and calibrated again, both chosen on the calibration split. It is not asked where
level 2 without it puts every category below its bound, chosen like those of level 1 ([text-glance](text-glance.md), "${EXIT_TITLE}") and against the same trials. None lies above ${spared.farBelow} of
the score at which the default policy asks a person, and no category may lose more than ${(100 * spared.budget.auc).toFixed(1)} points of AUC, the standard error included${isAlwaysAsked ? "; no bounds keep that, so it is always asked" : ""}.
On the validation split ${percent(spared.exitFigures.share)} of realistic traffic is certain so, most of what ends at level 1 among it.

${markdownTable(
  ["category", "not asked below", "not asked from"],
  bounds.map(([category, { low, high }]) => [category, low.toFixed(4), high > 1 ? "never" : high.toFixed(4)]),
)}

${exitFiguresTable(spared.exitFigures)}

${weightsTable(blends, { usual: "en", deep: "text-sense" })}

${judgedTables(figures)}`;
}
