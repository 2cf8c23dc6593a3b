import type { Calibration } from "#lib/domain/calibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { figuresTable } from "./figures-table";
import { markdownTable as table } from "./markdown-table";
import { type ServedFacts, servedSections } from "./served-card";
import type { TextDeepShape } from "./text-deep-model";
import type { ExplanationFigures, IdentityFigures } from "./text-deep-trials";
import type { ChosenCalibration } from "./text-screen-calibration";
import type { Figures } from "./text-screen-figures";

/** How the weights were made. Scores are mean AUCs over sets and categories on a validation sample. */
export type DeepTraining =
  | {
      kind: "from scratch";
      steps: number;
      bestStep: number;
      bestScore: number;
      /** The models that said what the sets do not say; undefined where there were none. */
      teacher: string | undefined;
    }
  | {
      kind: "continued";
      /** The version that all runs started from, and its model file. */
      from: string;
      fromSha256: string;
      /** Of the last round's runs and of the trials. */
      seed: number;
      startScore: number;
      /** Of each round, the steps of a run, what its runs scored at their end and what the mean that it ends with has. */
      rounds: readonly { steps: number; runs: readonly number[]; mean: number }[];
      /** The model file of another tuning, whose mean with this one is published; undefined where there is none. */
      besideSha256: string | undefined;
      /** Of what is published. */
      score: number;
    };

/** Everything the card of text-deep tells. */
export interface DeepCardFacts {
  version: string;
  sha256: string;
  bytes: number;
  shape: TextDeepShape;
  vocabulary: number;
  training: DeepTraining;
  /** Rows of an epoch. */
  rows: number;
  figures: readonly Figures[];
  calibrations: readonly ChosenCalibration[];
  /** AUC of the toxicity logit before and after rounding the table to bytes. */
  quantisation: { before: number; after: number };
  spelling: readonly { category: string; clean: number; misspelt: number }[];
  identity: IdentityFigures;
  explanations: ExplanationFigures;
  languages: Readonly<Record<string, readonly string[]>>;
  /** Sets with their licences. */
  licences: readonly (readonly [set: string, licence: string])[];
  served: ServedFacts;
}

const figure = (value: number): string => (Number.isNaN(value) ? "-" : value.toFixed(3));

const SEVERAL_RUNS = `The runs of a round start from the same weights with other epochs and other misspellings; the mean of
what they started from and of what they ended with is where the next round starts. At the end stands that of the last round with a fifth of the start.`;
const ONE_RUN =
  "A round is one run here. At the end stands what the last one ended with and a fifth of the start.";

/** How the weights were made, in Markdown. */
export function howTrained(training: DeepTraining): string {
  const count = (steps: number) => steps.toLocaleString("en");
  if (training.kind === "from scratch")
    return `${count(training.steps)} steps were made; the weights are those of step ${count(training.bestStep)}, the best by mean AUC over sets and
categories on a validation sample (${training.bestScore.toFixed(4)}).`;
  const { from, fromSha256, seed, startScore, rounds, besideSha256, score } = training;
  const beside = besideSha256
    ? ` Its mean with another tuning (sha256 of that model.onnx \`${besideSha256}\`; \`--beside\`, decision 142) is what is published.`
    : "";
  return `From version ${from} (sha256 of its model.onnx \`${fromSha256}\`), seed ${seed}, training went on in ${rounds.length === 1 ? "one round" : `${rounds.length} rounds`} (\`npm run tune:text-deep\`, decisions 130, 140 and 141). ${rounds.some(({ runs }) => runs.length > 1) ? SEVERAL_RUNS : ONE_RUN}${beside} By mean AUC over sets and categories on a validation sample:

${table(
  ["weights", "steps", "runs", "mean"],
  [
    [from, "-", "-", startScore.toFixed(4)],
    ...rounds.map(({ steps, runs, mean }, at) => [
      `round ${at + 1}`,
      count(steps),
      runs.map((run) => run.toFixed(4)).join(", "),
      mean.toFixed(4),
    ]),
    ["published", "-", "-", score.toFixed(4)],
  ],
)}`;
}

/** The model card of text-deep, in Markdown. */
export function deepCard(facts: DeepCardFacts): string {
  const { shape, training, quantisation, identity, explanations } = facts;
  const worst = identity.terms[0];
  const best = identity.terms.at(-1);
  const ratio =
    (explanations.score - explanations.gradients.deletion) /
    (explanations.score - explanations.random.deletion);
  return `# text-deep ${facts.version}

A transformer over words, trained from scratch by this repository (\`npm run train:text-deep\`${training.kind === "continued" ? ", then `npm run tune:text-deep`" : ""}): ${shape.layers} layers of width ${shape.width},
${shape.heads} heads, feed-forward ${shape.inner}. A word is the sum of its own vector and those of its character 3- to 5-grams, plus the vector of
the pair it forms with the word before. What counts as harm differs between kinds of text, so on top stand ${shape.kinds} experts, one for
each kind of text in the data, mixed by a gate that guesses the kind: ${facts.vocabulary.toLocaleString("en")} vectors, stored as signed bytes with one scale per row.
It reads ${shape.maxWords} words at once; longer texts window by window, the highest window counts. ${(facts.bytes / 1e6).toFixed(1)} MB.
It is level 2 of the cascade.

sha256 of model.onnx: \`${facts.sha256}\`

## Data

${facts.rows.toLocaleString("en")} rows an epoch: the sets below, stretches that annotators marked and the unmarked sentences around them, a profanity
lexicon (MIT), and contrast sentences from the project's own templates (negation, counter-speech, quotation, reclaimed words,
kind and plain mentions of identities, people called animals or illness and real animals and illness, exclusion and insinuation,
what leads up to insults and to praise, threats at groups and at persons, hate by a pronoun, a negation or a polite question, idioms,
self-harm and its harmless neighbours, ordinary posts in strong words; about well-known groups, others, and groups that do not exist). Labels are partial: a set's
silence is unknown, not zero; for English, guesses from word lists stand in with little trust${
    training.kind === "continued" || training.teacher === undefined
      ? ""
      : `, and so does what ${training.teacher} said of\nthe same rows together, which also has a fifth of the say beside a label (decision 123)`
  }. Each set also trains output
columns of its own that are dropped afterwards. One text in five is misspelt and one in seven
padded with words that say nothing, at random, while training; each batch does without ${training.kind === "continued" ? "a fifth" : "a tenth"} of the rows of its words and
n-grams and ${training.kind === "continued" ? "two in five" : "three in ten"} of its pairs'.

Before the labels, the rows were learnt from the raw text of the training rows by skip-gram with negative sampling over the same sums
(\`lib/training/word-vectors.ts\`, decision 109): words that keep the same company start out alike.

${table(["set", "licence"], facts.licences)}

${howTrained(training)}

## Figures

On the project's own validation split: 10 % of all rows, chosen by a hash of the normalised text, learnt from neither in training nor in
calibration; by a sample of them weights were compared. A soft label counts as positive from 0.5. These are not the published test sets.
At most 1,000 texts of each set, 2,500 of the identity templates, which are of a kind it was trained on and lift the pooled toxicity
row: the sets tell more. Here text-deep alone; what is served comes below.

${figuresTable(
  facts.figures.filter(({ source }) => source === "all"),
  ["ece"],
)}

By set:

${figuresTable(
  facts.figures.filter(({ source }) => source !== "all"),
  ["ece"],
)}

Rounding the vectors to bytes takes the AUC of toxicity from ${quantisation.before.toFixed(4)} to ${quantisation.after.toFixed(4)}.

Spelling attacks, 10 % of letters changed (doubled, left out, swapped, look-alikes, neighbouring keys, marks in between: the noise that one text in
five is trained with), text-deep alone:

${table(
  ["category", "AUC as written", "AUC misspelt", "fall"],
  facts.spelling.map(({ category, clean, misspelt }) => [
    category,
    figure(clean),
    figure(misspelt),
    figure(clean - misspelt),
  ]),
)}

Identity templates: AUC ${figure(identity.auc)} over all; by identity term from ${figure(worst?.auc ?? Number.NaN)} to ${figure(best?.auc ?? Number.NaN)},
a gap of ${figure((best?.auc ?? Number.NaN) - (worst?.auc ?? Number.NaN))} over ${identity.terms.length} terms.

## Calibration

On another 10 %, per category the better of centred isotonic regression and Platt's curve on held-out halves.

${calibrationTable(facts.calibrations)}

${servedSections(facts.served)}

## Explanations

Integrated gradients from word vectors of zero to the real ones, on ${explanations.texts} validation texts that people marked; mean probability of
toxicity ${figure(explanations.score)}. Deletion: mean probability while words are taken away, strongest first (low is faithful);
insertion: while they are brought back (high is faithful).

${table(
  ["attribution", "deletion AUC", "insertion AUC", "token F1 with people's marks"],
  [
    [
      "integrated gradients",
      figure(explanations.gradients.deletion),
      figure(explanations.gradients.insertion),
      figure(explanations.plausibility.gradients),
    ],
    [
      "attention rollout",
      figure(explanations.attention.deletion),
      figure(explanations.attention.insertion),
      figure(explanations.plausibility.attention),
    ],
    ["random", figure(explanations.random.deletion), figure(explanations.random.insertion), "-"],
  ],
)}

Deleting by integrated gradients takes away ${ratio.toFixed(1)} times as much probability as deleting at random. The contributions miss
${(explanations.gap * 100).toFixed(1)} % of the logit's move on average (completeness gap). Where the text was above the policy's flag threshold,
${(explanations.counterfactuals.found * 100).toFixed(0)} % had a counterfactual within 32 forward passes, of ${explanations.counterfactuals.words.toFixed(1)} words and after ${explanations.counterfactuals.passes.toFixed(0)} passes on average.

## Languages

${Object.entries(facts.languages)
  .map(([code, categories]) => `- ${code}: ${categories.join(", ")}`)
  .join("\n")}

In other languages than English it judges what it was measured to know better than text-screen, which decides the rest alone: profanity in
Portuguese. Violence and self-harm there are learnt from templates alone, as no set says anything of them. Languages that neither covers
go to a person.

## Limits

- Its data is small and of its time: it knows the insults, groups and events of these sets, and little of the world.
- \`sexual\` has no labelled rows, \`self_harm\` and \`violence\` have few: they rest on templates, word lists and marked stretches.
- \`misinformation\` learns the style of two sets, not truth.
- Irony, context outside the text and hate without hateful words are often missed; reclaimed words are sometimes flagged.
- Dialect and identity terms correlate with labels in these sets (davidson above all): watch overturned decisions by group.
`;
}

function calibrationTable(calibrations: readonly ChosenCalibration[]): string {
  const highest = (calibration: Calibration): string =>
    calibration.kind === "platt" ? "1" : figure(calibration.y.at(-1) as number);
  return table(
    ["category", "kind", "rows", "positives", "highest probability", "outcomes from"],
    calibrations.map(({ kind, rows, positives, guessed, calibration }, at) => [
      CATEGORIES[at] as string,
      kind,
      rows,
      positives,
      highest(calibration),
      guessed ? "labels and guesses" : "labels",
    ]),
  );
}
