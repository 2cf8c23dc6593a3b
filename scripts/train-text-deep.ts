/**
 * Trains the text-deep model, its words on raw text first and then all of it on the labels.
 * The learning rate falls towards the last of --steps; over the last --cool-down of --until steps it falls to 0. Till then
 * text-screen and text-deep of the teacher's folder say what they think of the English training rows; --finish steps more are made
 * without them and with fewer templates, while the rate falls to 0 again (decision 123).
 * Runs on the CPU in one thread, where the same seed gives the same weights, or on another provider, where it does not; killing it
 * and starting it again goes on from the last checkpoint.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CATEGORIES } from "../lib/domain/taxonomy";
import { FeatureVocabulary, TextEncoder } from "../lib/domain/text/word-features";
import { ModelsFolder } from "../lib/inference/models-folder";
import { buildVocabulary } from "../lib/training/build-vocabulary";
import { demandSets } from "../lib/training/datasets";
import { openGraph, trainingProvider } from "../lib/training/open-graph";
import { ParameterStore } from "../lib/training/parameter-store";
import { encodeRawText } from "../lib/training/raw-text";
import { startFrom } from "../lib/training/start-table";
import { keptTeacher, keptTeacherName, type Teacher } from "../lib/training/teacher";
import { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { trainingGraph } from "../lib/training/text-deep-graphs";
import { EMBEDDING } from "../lib/training/text-deep-model";
import { DROPPED, deepFeeder, TEXT_DEEP_SHAPE } from "../lib/training/text-deep-run";
import { fewOfEach, RunningScores, reportEvery } from "../lib/training/text-run";
import { type TrainingOutcome, train } from "../lib/training/train-loop";
import { learnWordVectors, type WordVectorPlan } from "../lib/training/word-vectors";
import { enterWork } from "../lib/training/work-folder";
import { commandLine, MODELS_FOLDER, say, sayFailures, wholeNumber } from "./command-line";
import { bothLevels } from "./publish/both-levels";
import { FirstLevel } from "./publish/first-level";
import { openServedDeep } from "./publish/open-deep";
import { publishTextDeep } from "./publish-text-deep";

const SEED = 20261;
const VOCABULARY = {
  words: 32_000,
  grams: 40_000,
  pairs: 26_303,
  fewest: { words: 3, grams: 10, pairs: 6 },
};
const WORD_VECTORS: WordVectorPlan = {
  seed: SEED,
  width: TEXT_DEEP_SHAPE.width,
  epochs: 6,
  window: 5,
  negatives: 5,
  rate: 0.025,
  frequent: 1e-4,
  fewest: 5,
};
/** Words of a text that word vectors are learnt from, at most: a long text that repeats itself must not outweigh others. */
const RAW_WORDS = 256;
/** Contrast sentences an epoch, at first and in the steps that finish the run on the sets' own labels. */
const CONTRAST = { first: 110_000, last: 60_000 };
const ASKED_AT_ONCE = 10_000;

const USAGE = `npm run train:text-deep [-- flags]

  --data DIR        the training sets (../shared/data/text), see docs/training.md
  --out DIR         the models folder (${MODELS_FOLDER}); what it serves is replaced, so give a copy to try something
  --work DIR        vocabulary and checkpoints (.data/training/text-deep); another for other data
  --steps N         the step at which the learning rate would have fallen to 0 (10000)
  --until N         the last step (7000)
  --cool-down N     steps up to it over which the rate falls to 0 (1000)
  --finish N        steps without the teacher after that (1000)
  --teacher DIR     a models folder whose text-screen and text-deep say what the sets do not (${MODELS_FOLDER}), or none
  --provider NAME   cpu, cuda or webgpu: what the steps run on (cpu, where the same seed gives the same weights)

Killed at any moment, the same command goes on from the last checkpoint.`;

sayFailures("train:text-deep");
const { values: flags } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  out: { type: "string", default: MODELS_FOLDER },
  work: { type: "string", default: ".data/training/text-deep" },
  steps: { type: "string", default: "10000" },
  until: { type: "string", default: "7000" },
  "cool-down": { type: "string", default: "1000" },
  finish: { type: "string", default: "1000" },
  teacher: { type: "string", default: MODELS_FOLDER },
  provider: { type: "string", default: "cpu" },
});
const [steps, until] = [wholeNumber("steps", flags.steps), wholeNumber("until", flags.until)];
const [coolDown, finish] = [
  wholeNumber("cool-down", flags["cool-down"]),
  wholeNumber("finish", flags.finish),
];
demandSets(flags.data);
const provider = await trainingProvider(flags.provider);
const sets = enterWork(flags.work, flags.data);
const taught = path.join(flags.work, "teacher.bin");
const corpus = await TextDeepCorpus.load(flags.data, {
  contrastPerEpoch: CONTRAST.first,
  teacher: teacherIn(flags.teacher),
  onSource: (name, rows) => say(`${name}: ${rows} rows to train on`),
});
const vocabulary = keptVocabulary(path.join(flags.work, "vocabulary.bin"));
const encoder = new TextEncoder(vocabulary);
say(`vocabulary: ${vocabulary.size} rows; held out: ${corpus.heldOut.length} texts`);

const { model, parameters } = trainingGraph(TEXT_DEEP_SHAPE, { dropout: 0.2, focus: 0 });
const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, SEED);
startWords(store);
const trainer = await openGraph(model, provider);
const scores = await RunningScores.open(TEXT_DEEP_SHAPE, encoder, provider);
const validation = fewOfEach(corpus.heldOut.filter(({ split }) => split === "validation"));

await trainOn(corpus, { at: until, over: coolDown });
const plain = await TextDeepCorpus.load(flags.data, { contrastPerEpoch: CONTRAST.last });
say(`finishing on the labels alone, ${finish} steps`);
const outcome = await trainOn(plain, { at: until + finish, over: finish });
say(`done: best score ${outcome.bestScore.toFixed(4)} at step ${outcome.bestStep} of ${outcome.lastStep}`);
await publishTextDeep({
  corpus,
  vocabulary,
  shape: TEXT_DEEP_SHAPE,
  store,
  training: {
    kind: "from scratch",
    steps: outcome.lastStep,
    bestStep: outcome.bestStep,
    bestScore: outcome.bestScore,
    teacher: keptTeacherName(taught),
  },
  trainedLogits: (texts) => scores.logits(store, texts),
  out: flags.out,
  seed: SEED,
  say,
});

/** Goes on with the run, on the rows of a corpus, until the learning rate is 0. */
function trainOn(rows: TextDeepCorpus, fall: { at: number; over: number }): Promise<TrainingOutcome> {
  const feeder = deepFeeder(rows, encoder, SEED);
  return train(
    trainer,
    store,
    {
      steps,
      coolDown: fall,
      warmUp: 300,
      peakRate: 1.5e-3,
      checkpoint: path.join(flags.work, "checkpoint.bin"),
      checkpointEvery: 250,
      evaluateEvery: 500,
      patience: 8,
      fingerprint: JSON.stringify({
        SEED,
        SHAPE: TEXT_DEEP_SHAPE,
        WORD_VECTORS,
        DROPPED,
        rows: vocabulary.size,
        sets,
      }),
    },
    {
      inputs: (step) => feeder.inputs(step),
      evaluate: scores.meanAuc(validation, say),
      onProgress: reportEvery(25, say),
    },
  );
}

/** text-screen and text-deep of a models folder, both asked of every text, as a teacher; undefined where none is wanted or none lies there. */
function teacherIn(folder: string): Teacher | undefined {
  if (folder === "none") return undefined;
  const models = new ModelsFolder(folder)
    .models()
    .filter(({ name }) => name === "text-screen" || name === "text-deep");
  if (models.length < 2) {
    say(`${folder} holds no text-screen and text-deep: there is no teacher`);
    return undefined;
  }
  const name = models.map((model) => `${model.name} ${model.version}`).join(" and ");
  return keptTeacher(taught, name, async (texts) => {
    const [deep, first] = [
      await openServedDeep(folder),
      await FirstLevel.open(folder, { only: "text-screen" }),
    ];
    const said: Float32Array[] = [];
    try {
      for (let start = 0; start < texts.length; start += ASKED_AT_ONCE) {
        say(`asking ${name}: ${start} of ${texts.length} texts`);
        for (const { second } of await bothLevels(first, deep, texts.slice(start, start + ASKED_AT_ONCE)))
          said.push(Float32Array.from(CATEGORIES, (category) => second[category] ?? Number.NaN));
      }
    } finally {
      await first.close();
    }
    return said;
  });
}

/** The vocabulary that the run started with: a resumed run must not learn another. */
function keptVocabulary(file: string): FeatureVocabulary {
  if (existsSync(file)) return FeatureVocabulary.fromBytes(readFileSync(file));
  const built = buildVocabulary(corpus.texts(), VOCABULARY);
  writeFileSync(file, built.toBytes());
  return built;
}

/** Starts the words' rows from what the raw text says of them. A run that is under way has them in its checkpoint. */
function startWords(fresh: ParameterStore): void {
  if (existsSync(path.join(flags.work, "checkpoint.bin"))) return;
  const text = encodeRawText(corpus.rawTexts(), encoder, RAW_WORDS);
  say(
    `learning words from ${text.starts.length - 1} texts, ${text.forms.length} words, ${text.counts.length} forms`,
  );
  const learnt = learnWordVectors(text, vocabulary.size, WORD_VECTORS, {
    checkpoint: path.join(flags.work, "word-vectors.bin"),
    onProgress: ({ done, loss, etaMs }) =>
      say(
        `words ${(100 * done).toFixed(1)} %: loss ${loss.toFixed(4)}, ${(etaMs / 60_000).toFixed(1)} min to go`,
      ),
  });
  startFrom(learnt, text, TEXT_DEEP_SHAPE.width, fresh.tableValues);
}
