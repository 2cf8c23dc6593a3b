/**
 * A complete training run of a tiny text-deep, from texts and vocabulary to the files that ship, for the tests of resuming and
 * of determinism:
 * node --import tsx lib/training/tiny-run.ts <checkpoint> <steps>
 * Prints "step <n>" after each step and, at the end, "digest <hash of the weights and of the shipped files>".
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { CATEGORIES } from "#lib/domain/taxonomy";
import { TextEncoder } from "#lib/domain/text/word-features";
import { buildVocabulary } from "./build-vocabulary";
import { generateContrast } from "./contrast/generate";
import { targetRow } from "./datasets";
import { openGraph, type TrainingProvider } from "./open-graph";
import { ParameterStore } from "./parameter-store";
import { Random } from "./random";
import { exportTextDeep, TEXT_DEEP_FILES } from "./text-deep-export";
import { TextDeepFeeder } from "./text-deep-feeder";
import { trainingGraph } from "./text-deep-graphs";
import { EMBEDDING, type TextDeepShape } from "./text-deep-model";
import { SOURCE_LABELS, TEXT_KINDS, targetCells } from "./text-deep-recipe";
import { type Progress, type TrainingOutcome, train } from "./train-loop";

const SHAPE: TextDeepShape = {
  width: 16,
  layers: 1,
  heads: 2,
  inner: 16,
  maxWords: 24,
  categories: CATEGORIES.length,
  sourceLabels: SOURCE_LABELS.length,
  kinds: TEXT_KINDS.length,
};

/** Trains on harmless stand-ins for offensive words; the score falls, so that patience can run out. */
export async function tinyRun(options: {
  checkpoint: string;
  steps: number;
  seed?: number;
  patience?: number;
  provider?: TrainingProvider;
  onProgress?: (progress: Progress) => void;
}): Promise<{ digest: string; outcome: TrainingOutcome; losses: number[] }> {
  const { checkpoint, steps, seed = 5, patience = 1000 } = options;
  const offensive = {
    slur: ["slurword"],
    insult: ["insultword"],
    swear: ["swearword"],
    sexterm: ["sexword"],
  };
  const rows = generateContrast(new Random(seed), offensive, 240).map(({ text, targets }) => {
    const row = targetRow(targets);
    return {
      text,
      length: text.split(" ").length,
      cells: targetCells(row, new Float32Array(row.length).fill(1)),
    };
  });
  const vocabulary = buildVocabulary(
    rows.map(({ text }) => text),
    { words: 300, grams: 300, pairs: 100, fewest: { words: 1, grams: 2, pairs: 2 } },
  );
  const { model, parameters } = trainingGraph(SHAPE, { dropout: 0.1, focus: 1 });
  const store = ParameterStore.create(parameters, EMBEDDING, vocabulary.size, seed);
  const feeder = new TextDeepFeeder(() => rows, new TextEncoder(vocabulary), {
    seed,
    maxWords: SHAPE.maxWords,
    batchWords: 256,
    batchTexts: 32,
    width: SHAPE.width,
    misspelt: 0.3,
    misspeltLetters: 0.1,
    dropped: { pieces: 0.1, pairs: 0.3 },
  });
  const losses: number[] = [];
  const outcome = await train(
    await openGraph(model, options.provider),
    store,
    {
      steps,
      warmUp: 5,
      peakRate: 5e-3,
      checkpoint,
      checkpointEvery: 5,
      evaluateEvery: 5,
      patience,
      fingerprint: `tiny ${seed}`,
    },
    {
      inputs: (step) => feeder.inputs(step),
      evaluate: async (_, step) => (patience < 1000 ? -step : step),
      onProgress: (progress) => {
        losses.push(progress.loss);
        options.onProgress?.(progress);
      },
    },
  );
  const hash = createHash("sha256");
  for (const array of store.arrays())
    hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const folder = mkdtempSync(path.join(tmpdir(), "sightline-tiny-"));
  exportTextDeep(folder, { shape: SHAPE, store, vocabulary, version: "0.0.1" });
  for (const file of Object.values(TEXT_DEEP_FILES)) hash.update(readFileSync(path.join(folder, file)));
  rmSync(folder, { recursive: true });
  return { digest: hash.digest("hex"), outcome, losses };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [checkpoint = "", steps = "40"] = process.argv.slice(2);
  const { digest } = await tinyRun({
    checkpoint,
    steps: Number(steps),
    onProgress: ({ step }) => process.stdout.write(`step ${step}\n`),
  });
  process.stdout.write(`digest ${digest}\n`);
}
