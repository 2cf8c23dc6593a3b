/**
 * Trains text-glance, the small network of level 1, to say at a glance what text-screen, text-deep and text-sense of the models
 * folder say together.
 * First they score every text that it learns from (kept in the work folder), then it is trained and published with its exit
 * bounds. The learning rate falls as in train:text-deep. Runs on the CPU in one thread unless --provider says
 * otherwise; killing it and starting it again goes on where it was.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { readInitializers } from "#lib/onnx/onnx-reader";
import { CATEGORIES } from "../lib/domain/taxonomy";
import { TextEncoder } from "../lib/domain/text/word-features";
import { demandSets } from "../lib/training/datasets";
import { GlanceRows, lessonsOf } from "../lib/training/glance-lessons";
import { narrowTable } from "../lib/training/narrow-table";
import { openGraph, trainingProvider } from "../lib/training/open-graph";
import { ParameterStore } from "../lib/training/parameter-store";
import { shippedTable } from "../lib/training/shipped-weights";
import { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { TextDeepFeeder } from "../lib/training/text-deep-feeder";
import { trainingGraph } from "../lib/training/text-deep-graphs";
import { EMBEDDING, type TextDeepShape } from "../lib/training/text-deep-model";
import { fewOfEach, RunningScores, reportEvery } from "../lib/training/text-run";
import { train } from "../lib/training/train-loop";
import { enterWork } from "../lib/training/work-folder";
import { commandLine, MODELS_FOLDER, say, sayFailures, wholeNumber } from "./command-line";
import { openServedDeep } from "./publish/open-deep";
import { openServedSense } from "./publish/open-sense";
import { publishGlance } from "./publish/publish-glance";
import { type Teachers, taughtLogOdds } from "./publish/teach-glance";

const SEED = 20262;
const CONTRAST = 100_000;
const SHAPE: TextDeepShape = {
  width: 64,
  layers: 1,
  heads: 4,
  inner: 128,
  maxWords: 96,
  categories: CATEGORIES.length,
  sourceLabels: 0,
  kinds: 0,
};
/** Rather more than text-deep gets: what padding hides is what limits where level 1 may stop. */
const PADDED = 0.35;
const DROPPED = { pieces: 0.05, pairs: 0.2 };
/** Standard deviation of the table that it starts with, as of a random one. */
const DEVIATION = 0.05;

const USAGE = `npm run train:text-glance [-- flags]

  --data DIR        the training sets (../shared/data/text), see docs/training.md
  --out DIR         the models folder with the models that it learns from (${MODELS_FOLDER})
  --work DIR        what these say, and checkpoints (.data/training/text-glance); another for other data
  --steps N         the step at which the learning rate would have fallen to 0 (21600)
  --until N         the last step (12000)
  --cool-down N     steps up to it over which the rate falls to 0 (4500)
  --provider NAME   cpu, cuda or webgpu: what the steps run on (cpu, where the same seed gives the same weights)

Killed at any moment, the same command goes on where it was.`;

sayFailures("train:text-glance");
const { values: flags } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  out: { type: "string", default: MODELS_FOLDER },
  work: { type: "string", default: ".data/training/text-glance" },
  steps: { type: "string", default: "21600" },
  until: { type: "string", default: "12000" },
  "cool-down": { type: "string", default: "4500" },
  provider: { type: "string", default: "cpu" },
});
const [steps, until] = [wholeNumber("steps", flags.steps), wholeNumber("until", flags.until)];
const coolDown = wholeNumber("cool-down", flags["cool-down"]);
demandSets(flags.data);
const provider = await trainingProvider(flags.provider);
const sets = enterWork(flags.work, flags.data);
const corpus = await TextDeepCorpus.load(flags.data, { contrastPerEpoch: CONTRAST });
const teacher = await openServedDeep(flags.out);
const { vocabulary } = teacher;
const encoder = new TextEncoder(vocabulary);
const lessons = lessonsOf(corpus, SEED, SHAPE.maxWords);
say(`${lessons.length} texts to learn from; vocabulary: ${vocabulary.size} rows`);
const texts = lessons.map(({ text }) => text);
const teachers: Teachers = { deep: teacher, sense: await openServedSense(flags.out) };
const taught = await taughtLogOdds(texts, teachers, {
  modelsDir: flags.out,
  work: flags.work,
  onProgress: (done) => {
    if (done % 16_384 === 0) say(`teachers: ${done} of ${texts.length} texts`);
  },
});
const rows = new GlanceRows(lessons, taught, corpus, { seed: SEED, padded: PADDED });

const { model, parameters } = trainingGraph(SHAPE, { dropout: 0.05, focus: 0 });
const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, SEED);
startFromTeacher(store);
const trainer = await openGraph(model, provider);
const scores = await RunningScores.open(SHAPE, encoder, provider);
const feeder = new TextDeepFeeder((epoch) => rows.epoch(epoch), encoder, {
  seed: SEED,
  maxWords: SHAPE.maxWords,
  batchWords: 3072,
  batchTexts: 160,
  width: SHAPE.width,
  misspelt: 0.15,
  misspeltLetters: 0.1,
  dropped: DROPPED,
  columns: CATEGORIES.length,
});
const validation = fewOfEach(
  corpus.heldOut.filter(({ split, language }) => split === "validation" && language === "en"),
);

const outcome = await train(
  trainer,
  store,
  {
    steps,
    coolDown: { at: until, over: coolDown },
    warmUp: 200,
    peakRate: 2e-3,
    checkpoint: path.join(flags.work, "checkpoint.bin"),
    checkpointEvery: 500,
    // Once, when the rate has fallen: a sample tells weights from before hardly apart, and they let more harmful sentences stop.
    evaluateEvery: until,
    patience: 1,
    fingerprint: JSON.stringify({
      // A run from before that has its best weights from a higher rate.
      judged: "at the end",
      ...{ SEED, SHAPE, DROPPED, PADDED, rows: rows.count, steps: flags.steps, sets },
      taught: createHash("sha256").update(taught).digest("hex"),
    }),
  },
  {
    inputs: (step) => feeder.inputs(step),
    evaluate: scores.meanAuc(validation, say),
    onProgress: reportEvery(100, say),
  },
);
say(`done: best score ${outcome.bestScore.toFixed(4)} at step ${outcome.bestStep} of ${outcome.lastStep}`);

await publishGlance({
  ...{ shape: SHAPE, store, vocabulary, corpus, teachers, outcome },
  ...{ lessons: rows.count, padded: PADDED, out: flags.out, say },
});

/** Starts the words' rows from the teacher's, in fewer columns: what it knows of words need not be learnt again. */
function startFromTeacher(fresh: ParameterStore): void {
  const { values: table, width: from } = shippedTable(readInitializers(readFileSync(teacher.modelPath)));
  const counts = new Float64Array(vocabulary.size);
  for (let at = 0; at < texts.length; at += 16) {
    const { pieces, pairs } = encoder.encode(texts[at] as string, SHAPE.maxWords);
    for (const row of [...pieces.flatMap((piece) => piece.rows), ...pairs])
      counts[row] = (counts[row] as number) + 1;
  }
  counts[0] = 0;
  const to = SHAPE.width;
  fresh.tableValues.set(narrowTable(table, counts, { from, to, deviation: DEVIATION, seed: SEED }));
}
