/**
 * Goes on with the training of the text-deep that lies in a models folder, in rounds: the runs of a round start from the same
 * weights and draw their own epochs, and the mean of what they started from and of what they ended with is what the next round
 * starts from. What is published is that of the last round with a fifth of the start (decisions 130 and 141); its mean with another
 * tuning where that is named (142).
 */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readInitializers } from "#lib/onnx/onnx-reader";
import { Failure } from "../lib/domain/failure";
import { TextEncoder } from "../lib/domain/text/word-features";
import { demandSets } from "../lib/training/datasets";
import { openGraph, trainingProvider } from "../lib/training/open-graph";
import { ParameterStore } from "../lib/training/parameter-store";
import { startFromShipped } from "../lib/training/shipped-weights";
import { TextDeepCorpus } from "../lib/training/text-deep-corpus";
import { trainingGraph } from "../lib/training/text-deep-graphs";
import { EMBEDDING } from "../lib/training/text-deep-model";
import { deepFeeder, TEXT_DEEP_SHAPE } from "../lib/training/text-deep-run";
import { fewOfEach, RunningScores, reportEvery } from "../lib/training/text-run";
import { train } from "../lib/training/train-loop";
import { enterWork } from "../lib/training/work-folder";
import { commandLine, MODELS_FOLDER, say, sayFailures, wholeNumber } from "./command-line";
import { openServedDeep } from "./publish/open-deep";
import { publishTextDeep } from "./publish-text-deep";

interface Run {
  peakRate: number;
  /** Contrast sentences an epoch. */
  contrast: number;
}

/** Share of the network's values that a step does without, and of its batch's rows: more than from scratch, as all texts are known. */
const DROPOUT = 0.3;
const DROPPED = { pieces: 0.2, pairs: 0.4 };

/** The runs of a round differ, so that their mean is worth more than each. */
const RUNS: readonly Run[] = [
  { peakRate: 7e-4, contrast: 70_000 },
  { peakRate: 1e-3, contrast: 90_000 },
];

const USAGE = `npm run tune:text-deep [-- flags]

  --data DIR          the training sets (../shared/data/text), see docs/training.md
  --from DIR          the models folder with the text-deep to go on from (${MODELS_FOLDER})
  --out DIR           the models folder to publish in (${MODELS_FOLDER}); give a copy to try something
  --beside DIR        a models folder with the text-deep of another tuning, best of the same start: the mean of both is published
  --work DIR          checkpoints (.data/training/tuned-text-deep); another for other data
  --rounds N          2
  --runs N            runs of a round, up to 2 (2)
  --only ROUND.RUN    make this run and stop, so that several processes can share a round
  --steps N           steps of a run (3000)
  --seed N            another draws other epochs than the version before saw (20261)
  --provider NAME     cpu, cuda or webgpu: what the steps run on (cpu, where the same seed gives the same weights)

Without --only what is missing is made, and the result published. Killed at any moment, the same command goes on from the last
checkpoint.`;

sayFailures("tune:text-deep");
const { values: flags } = commandLine(USAGE, {
  data: { type: "string", default: "../shared/data/text" },
  from: { type: "string", default: MODELS_FOLDER },
  out: { type: "string", default: MODELS_FOLDER },
  beside: { type: "string" },
  work: { type: "string", default: ".data/training/tuned-text-deep" },
  only: { type: "string" },
  rounds: { type: "string", default: "2" },
  runs: { type: "string", default: "2" },
  seed: { type: "string", default: "20261" },
  steps: { type: "string", default: "3000" },
  provider: { type: "string", default: "cpu" },
});
if (flags.only && !/^[1-9]\.[1-9]$/.test(flags.only))
  throw new Failure("invalid_input", "--only takes a round and a run, such as 2.1");
const [onlyRound = 0, onlyRun = 0] = flags.only?.split(".").map(Number) ?? [];
const [lastRound, seed] = [wholeNumber("rounds", flags.rounds), wholeNumber("seed", flags.seed, 0)];
const runs = RUNS.slice(0, wholeNumber("runs", flags.runs, 1, RUNS.length));
const steps = wholeNumber("steps", flags.steps);
if (flags.only && (onlyRound > lastRound || !runs[onlyRun - 1]))
  throw new Failure(
    "invalid_input",
    `there is no run ${flags.only}: ${lastRound} rounds of ${runs.length} runs are made`,
  );
demandSets(flags.data);
const provider = await trainingProvider(flags.provider);
const sets = enterWork(flags.work, flags.data);
const { vocabulary, modelPath, version: start, fingerprint } = await openServedDeep(flags.from);
const weights = readInitializers(readFileSync(modelPath));
const encoder = new TextEncoder(vocabulary);
const beside = flags.beside ? await anotherTuning(flags.beside) : undefined;
const corpora = new Map<number, TextDeepCorpus>();
const corpus = await corpusWith(RUNS[0]?.contrast ?? 0);
const { parameters } = trainingGraph(TEXT_DEEP_SHAPE, { dropout: 0, focus: 0 });
const scores = await RunningScores.open(TEXT_DEEP_SHAPE, encoder, provider);
const validation = fewOfEach(corpus.heldOut.filter(({ split }) => split === "validation"));
const evaluate = scores.meanAuc(validation, say);

/** What the last whole round ended with; before the first, the start. */
const mean = started(seed);
const rounds: { steps: number; runs: number[]; mean: number }[] = [];
for (let at = 0; at < lastRound; at++) {
  const ended: Ended[] = [];
  for (const [place, run] of runs.entries()) {
    const name = `${at + 1}.${place + 1}`;
    if (at + 1 === onlyRound && place + 1 !== onlyRun) continue;
    if (at + 1 < onlyRound && !existsSync(checkpointOf(name)))
      throw new Failure("conflict", `run ${name} must be made before ${flags.only}`);
    // Each draws its own epochs, misspellings and dropout.
    ended.push(await make({ ...run, seed: seed + at * RUNS.length + place + 1 }, name));
  }
  if (at + 1 === onlyRound) process.exit();
  // What a round starts from counts as a run: without it a round forgets what its templates do not repeat. A run by itself would be
  // halved by that, and what it was made for is not learnt; there the start has its fifth at the end alone.
  mean.average([...(runs.length > 1 ? [mean.arrays()] : []), ...ended.map(({ arrays }) => arrays)]);
  rounds.push({ steps, runs: ended.map(({ score }) => score), mean: await evaluate(mean, steps) });
}
const published = started(seed);
// What is far from the start has learnt most, what is near has forgotten least: a fifth of the start keeps half of what is forgotten.
published.average([published.arrays(), ...Array<Float32Array[]>(4).fill(mean.arrays())]);
if (beside) published.average([published.arrays(), started(seed, beside.weights).arrays()]);
await publish(published, await evaluate(published, steps));

interface Ended {
  arrays: readonly Float32Array[];
  score: number;
}

/** Makes a run from the mean of the round before, or takes what is left of it; gives its last weights. */
async function make(run: Run & { seed: number }, name: string): Promise<Ended> {
  const { seed, peakRate, contrast } = run;
  const checkpoint = checkpointOf(name);
  mkdirSync(path.dirname(checkpoint), { recursive: true });
  const store = started(seed);
  store.average([mean.arrays()]);
  const feeder = deepFeeder(await corpusWith(contrast), encoder, seed, DROPPED);
  const { model } = trainingGraph(TEXT_DEEP_SHAPE, { dropout: DROPOUT, focus: 0 });
  const outcome = await train(
    await openGraph(model, provider),
    store,
    {
      steps,
      warmUp: 200,
      peakRate,
      checkpoint,
      checkpointEvery: 500,
      // Once, when the rate has fallen: a score of before may be higher by chance, and its weights know fewer of the new texts.
      evaluateEvery: steps,
      patience: 1,
      fingerprint: JSON.stringify({
        ...run,
        judged: "at the end",
        dropout: DROPOUT,
        dropped: DROPPED,
        name,
        steps,
        from: fingerprint,
        sets,
      }),
    },
    { inputs: (step) => feeder.inputs(step), evaluate, onProgress: reportEvery(50, say) },
  );
  say(`run ${name}: score ${outcome.bestScore.toFixed(4)}`);
  return { arrays: store.arrays(), score: outcome.bestScore };
}

function started(seed: number, from = weights): ParameterStore {
  const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, seed);
  startFromShipped(store, from);
  return store;
}

/**
 * The weights of the text-deep in another models folder.
 * @throws Failure `conflict` where it knows other words, as a mean of both would mean nothing
 */
async function anotherTuning(dir: string) {
  const other = await openServedDeep(dir);
  if (!Buffer.from(other.vocabulary.toBytes()).equals(vocabulary.toBytes()))
    throw new Failure(
      "conflict",
      `text-deep in ${dir} knows other words than the one in ${flags.from}. Name one that was tuned from the same start`,
    );
  return {
    sha256: other.fingerprint.split(" ")[0] as string,
    weights: readInitializers(readFileSync(other.modelPath)),
  };
}

/** The corpus with so many contrast sentences an epoch. */
async function corpusWith(contrastPerEpoch: number): Promise<TextDeepCorpus> {
  const known = corpora.get(contrastPerEpoch);
  if (known) return known;
  const loaded = await TextDeepCorpus.load(flags.data, { contrastPerEpoch });
  corpora.set(contrastPerEpoch, loaded);
  return loaded;
}

function checkpointOf(name: string): string {
  return path.join(flags.work, `run-${name}`, "checkpoint.bin");
}

async function publish(store: ParameterStore, score: number): Promise<void> {
  const startScore = await evaluate(started(seed), 0);
  await publishTextDeep({
    corpus,
    vocabulary,
    shape: TEXT_DEEP_SHAPE,
    store,
    training: {
      kind: "continued",
      from: start,
      fromSha256: fingerprint.split(" ")[0] as string,
      seed,
      startScore,
      rounds,
      besideSha256: beside?.sha256,
      score,
    },
    trainedLogits: (texts) => scores.logits(store, texts),
    out: flags.out,
    seed,
    say,
  });
}
