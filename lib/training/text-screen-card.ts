import type { Calibration } from "#lib/domain/calibration";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { DATASETS } from "./label-table";
import { LICENCES } from "./licences";
import type { TrainedScreen } from "./text-screen";
import type { Figures } from "./text-screen-figures";

interface CardSubject {
  name: string;
  version: string;
  files: { model: { bytes: number; sha256: string } };
  languages: Record<string, string[]>;
  bits: number;
}

const figure = (value: number) => value.toFixed(3);
const line = (cells: (string | number)[]) => `| ${cells.join(" | ")} |`;

function figuresTable(figures: Figures[]): string {
  return [
    line([
      "category",
      "set",
      "rows",
      "positives",
      "AUC (95 %)",
      "average precision",
      "best F1",
      "ECE",
      "plain ECE",
    ]),
    line(["---", "---", "--:", "--:", "--:", "--:", "--:", "--:", "--:"]),
    ...figures.map((f) =>
      line([
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
    ),
  ].join("\n");
}

type CardFacts = Pick<TrainedScreen, "figures" | "calibrations" | "trainingRows"> & {
  /** What else is to be said of the calibration. */
  note?: string;
};

function calibrationTable(trained: CardFacts): string {
  const highest = (calibration: Calibration) =>
    calibration.kind === "platt" ? "1" : figure(calibration.y.at(-1) as number);
  return [
    line(["category", "kind", "rows", "positives", "highest probability", "outcomes from"]),
    line(["---", "---", "--:", "--:", "--:", "---"]),
    ...trained.calibrations.map(({ kind, rows, positives, guessed, calibration }, at) =>
      line([
        CATEGORIES[at] as string,
        kind,
        rows,
        positives,
        highest(calibration),
        guessed ? "labels and guesses" : "labels",
      ]),
    ),
  ].join("\n");
}

/** The model card: what it is, what it learnt from, how good it is and where it ends. */
export function screenCard(subject: CardSubject, trained: CardFacts): string {
  const all = trained.figures.filter(({ source }) => source === "all");
  const bySet = trained.figures.filter(({ source }) => source !== "all");
  return `# text-screen ${subject.version}

A linear model over hashed n-grams of normalised text: characters 2 to 5, words and pairs of words, 2^${subject.bits} buckets,
${CATEGORIES.length} outputs, int8 weights with one scale per output (${(subject.files.model.bytes / 1e6).toFixed(1)} MB). It is level 1 of the cascade: fast, and additive, so that
the contributions shown for a score sum to its logit. Texts longer than 1,500 normalised units are judged window by
window; the highest window counts.

sha256 of model.onnx: \`${subject.files.model.sha256}\`

## Data

Trained by \`npm run train:text-screen\` on ${trained.trainingRows} rows: the sets below, stretches that annotators marked as the
reason for a label, the unmarked sentences around them, a profanity lexicon (MIT) and sentences generated from the
project's own templates; three rows in ten stand there again among words that say nothing. Labels are partial: a set's silence is unknown, not zero; for English, guesses from word lists stand
in with little trust. Sets define toxicity differently; the score follows jigsaw20k's definition, and each other set gets an
offset in training that is dropped afterwards.

${[line(["set", "licence"]), line(["---", "---"]), ...DATASETS.map(({ file }) => line([file, LICENCES[file] ?? "see the set"]))].join("\n")}

## Figures

On the project's own validation split: 10 % of all rows, chosen by a hash of the normalised text, seen neither in training nor in
calibration. A soft label counts as positive from 0.5. These are not the published test sets.

${figuresTable(all)}

By set:

${figuresTable(bySet)}

## Calibration

On another 10 %, per category the better of centred isotonic regression and Platt's curve on held-out halves. Sets that were picked for
toxicity count a tenth there, and offensive rows in languages whose sets are half offensive are weighted down, towards
realistic proportions. ECE is measured on that reference population, "plain ECE" on the rows as they are.
${trained.note ?? ""}

${calibrationTable(trained)}

## Languages

${Object.entries(subject.languages)
  .map(([code, categories]) => `- ${code}: ${categories.join(", ")}`)
  .join("\n")}

Other languages are reported as not covered and go to a person.

## Limits

- It reads words, not meaning: quoted, negated, reclaimed and sarcastic uses are often misjudged. Hate without slurs
  (the hatemojibuild rows) is close to guessing. Level 2 and people are there for that.
- \`sexual\` has no labelled rows at all, \`self_harm\` and \`violence\` have few: they rest on templates, word lists and marked stretches.
- \`misinformation\` learns the style of two sets, not truth. The default policy never blocks on it.
- Dialect and identity terms correlate with labels in these sets (davidson above all): watch overturned decisions by group.
`;
}
