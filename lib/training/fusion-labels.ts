import { Tensor } from "onnxruntime-node";
import { CATEGORIES, type Category } from "#lib/domain/taxonomy";
import type { OnnxTensor } from "#lib/onnx/onnx-writer";
import { fusionTrainingGraph } from "./fusion-model";
import { type FusionRow, fusionRows } from "./fusion-sets";
import { evidenceFeeds } from "./fusion-train";
import {
  cellsOf,
  compare,
  gapOf,
  type JudgedItem,
  logLoss,
  loweredBy,
  outcomesOf,
  ROUNDING,
  scoresOf,
} from "./fusion-trial";
import { FEWEST_TO_PUBLISH, splitOf } from "./image-head";
import { openGraph, type TrainingProvider } from "./open-graph";
import { ParameterStore } from "./parameter-store";
import { mixSeed, Random } from "./random";
import { train } from "./train-loop";

/** What was found of one category on judged items that the training did not see. */
export interface FusionFigures {
  category: Category;
  positives: number;
  negatives: number;
  /** Log loss of the score that counts, with the model it started from and with the new one; NaN where not taught. */
  before: number;
  after: number;
  /** Area under the ROC curve likewise, and the lower end of the 95 % interval of what it rose by. */
  aucBefore: number;
  aucAfter: number;
  aucGainLow: number;
  taught: boolean;
}

export interface TaughtFusion {
  weights: OnnxTensor[];
  /** Of all categories. */
  figures: FusionFigures[];
  /** Items per split. */
  items: { train: number; choose: number; gate: number };
  /** On made-up items: the largest gap to late fusion in categories not taught, and the mean one in those taught. */
  gap: { untaught: number; taught: number };
  /** The largest by which certain harm of a part was lowered. */
  lowered: number;
  /** Why it may not serve, for a person; null where it may. */
  refusal: string | null;
}

export interface TeachingPlan {
  seed: number;
  steps: number;
  /** Folder for checkpoints. */
  folder: string;
  /** Where the steps run; what the model says on held-out items is always asked of the processor. */
  provider?: TrainingProvider;
}

/** Furthest that categories without labels may go from late fusion, and taught ones on average, on made-up items. */
export const LARGEST_UNTAUGHT_GAP = 0.05;
export const LARGEST_TAUGHT_GAP = 0.05;

const C = CATEGORIES.length;
const NO_ROWS = new Int32Array(0);
/** Judged items in a batch; as many made-up ones hold it to late fusion where labels are silent. */
const HALF_BATCH = 128;
const MADE_UP = 4000;

/**
 * Teaches fusion what people decided, from the weights that serve: judged items teach the categories that their labels
 * speak of and that some part was scored for; made-up items hold the rest to late fusion. A category is taught where the
 * held-out fifth holds FEWEST_TO_PUBLISH items of each kind and, as the cascade counts (the higher of fusion and parts), it
 * is told apart better there: a lower log loss, and a higher AUC, since the share of harm among what people are shown is
 * no knowledge. The result may serve only where some category is, the gaps to late fusion keep within their bounds,
 * and certain harm is not lowered. The same items, weights and plan give the same result on the processor.
 */
export async function teachFusion(
  items: readonly JudgedItem[],
  start: readonly OnnxTensor[],
  plan: TeachingPlan,
): Promise<TaughtFusion> {
  const splits: Record<keyof TaughtFusion["items"], JudgedItem[]> = { train: [], choose: [], gate: [] };
  for (const item of items) {
    const split = splitOf(item.group);
    splits[split === "calibrate" ? "choose" : split].push(item);
  }
  const counts = CATEGORIES.map((category, column) => countsOf(category, column, splits.gate));
  const before = await scoresOf(start, splits.gate);
  const [held, fresh] = [fusionRows(MADE_UP / 4, plan.seed + 1), fusionRows(MADE_UP, plan.seed + 2)];
  const whole = {
    items: { train: splits.train.length, choose: splits.choose.length, gate: splits.gate.length },
    ...{ gap: { untaught: 0, taught: 0 }, lowered: 0 },
  };
  let taught = counts.flatMap(({ positives, negatives }, column) =>
    Math.min(positives, negatives) >= FEWEST_TO_PUBLISH ? [column] : [],
  );
  if (taught.length === 0)
    return { ...whole, weights: [...start], figures: counts, refusal: tooFew(items, counts) };
  for (;;) {
    const weights = await continueFrom(start, splits, held, taught, plan);
    const after = await scoresOf(weights, splits.gate);
    const figures = counts.map((count, column) =>
      taught.includes(column) ? { ...count, ...compare(splits.gate, before, after, column) } : count,
    );
    const better = taught.filter((column) => isBetter(figures[column] as FusionFigures));
    if (better.length === 0)
      return { ...whole, weights, figures, refusal: "No category is told apart better on held-out items." };
    if (better.length < taught.length) {
      taught = better;
      continue;
    }
    const gap = await gapOf(weights, fresh, taught);
    const lowered = await loweredBy(weights, [...splits.gate, ...fresh]);
    return { ...whole, weights, figures, gap, lowered, refusal: refusalOf(gap, lowered) };
  }
}

const isBetter = ({ before, after, aucGainLow }: FusionFigures) => after <= before && aucGainLow > 0;

function countsOf(category: Category, column: number, items: readonly JudgedItem[]): FusionFigures {
  const known = items.map((item) => outcomesOf(item)[column] as number);
  return {
    category,
    positives: known.filter((outcome) => outcome === 1).length,
    negatives: known.filter((outcome) => outcome === 0).length,
    ...{ before: Number.NaN, after: Number.NaN, taught: false },
    ...{ aucBefore: Number.NaN, aucAfter: Number.NaN, aucGainLow: Number.NaN },
  };
}

function tooFew(items: readonly JudgedItem[], held: readonly FusionFigures[]): string {
  const all = CATEGORIES.map((category, column) => countsOf(category, column, items));
  const fewer = ({ positives, negatives }: FusionFigures) => Math.min(positives, negatives);
  const nearest = all.reduce((best, each) => (fewer(each) > fewer(best) ? each : best));
  const there = held.find(({ category }) => category === nearest.category) as FusionFigures;
  const found = `${nearest.category} with ${nearest.positives} harmful and ${nearest.negatives} harmless, ${there.positives} and ${there.negatives} of them there`;
  return `Too few labels: ${items.length} judged items with two or more parts. A category is taught from ${FEWEST_TO_PUBLISH} harmful and ${FEWEST_TO_PUBLISH} harmless ones on in the held-out fifth, some five times as many in all; the nearest is ${found}.`;
}

function refusalOf(gap: TaughtFusion["gap"], lowered: number): string | null {
  if (!(gap.untaught <= LARGEST_UNTAUGHT_GAP))
    return `Where there are no labels it goes ${gap.untaught.toFixed(4)} from late fusion; ${LARGEST_UNTAUGHT_GAP} is the most.`;
  if (!(gap.taught <= LARGEST_TAUGHT_GAP))
    return `Of items that nobody judged it goes ${gap.taught.toFixed(4)} from late fusion on average; ${LARGEST_TAUGHT_GAP} is the most.`;
  return lowered > ROUNDING ? `It lowers certain harm by ${lowered.toFixed(6)}.` : null;
}

async function continueFrom(
  start: readonly OnnxTensor[],
  splits: { train: JudgedItem[]; choose: JudgedItem[] },
  held: readonly FusionRow[],
  taught: readonly number[],
  { seed, steps, folder, provider }: TeachingPlan,
): Promise<OnnxTensor[]> {
  const { model, parameters } = fusionTrainingGraph({ focus: 0, decay: 0 });
  const store = ParameterStore.create(parameters, "", 0, seed);
  store.restore(
    store.values().flatMap(({ name, data }) => {
      const own = start.find((weight) => weight.name === name)?.data as Float32Array | undefined;
      if (!own) throw new RangeError(`the fusion model that serves has no weights ${name}`);
      return [own, new Float32Array(data.length), new Float32Array(data.length)];
    }),
  );
  const weightsNow = () =>
    store.values().map(({ name, dims, data }): OnnxTensor => ({ name, type: "float32", dims, data }));
  const made = fusionRows(MADE_UP, seed);
  await train(
    await openGraph(model, provider),
    store,
    {
      ...{ steps, warmUp: Math.ceil(steps / 10), peakRate: 1e-3, patience: Number.POSITIVE_INFINITY },
      ...{ checkpoint: `${folder}/fusion-${taught.join("-")}`, checkpointEvery: steps },
      evaluateEvery: Math.max(1, Math.floor(steps / 6)),
      fingerprint: `fusion labels ${seed} ${steps} ${splits.train.length} ${taught}`,
    },
    {
      inputs: (step) => ({ feeds: batchOf(splits.train, made, taught, mixSeed(seed, step)), rows: NO_ROWS }),
      evaluate: async () => {
        const weights = weightsNow();
        const { untaught } = await gapOf(weights, held, taught);
        const beyond = Math.max(0, untaught - LARGEST_UNTAUGHT_GAP / 2);
        const scores = await scoresOf(weights, splits.choose);
        const losses = taught.map((column) => logLoss(cellsOf(splits.choose, scores, column)));
        return -losses.reduce((sum, loss) => sum + loss, 0) - 10 * beyond;
      },
    },
  );
  return weightsNow();
}

function batchOf(
  items: readonly JudgedItem[],
  made: readonly FusionRow[],
  taught: readonly number[],
  seed: number,
): Record<string, Tensor> {
  const random = new Random(seed);
  const judged = Array.from({ length: HALF_BATCH }, () => random.pick(items));
  const others = Array.from({ length: HALF_BATCH }, () => random.pick(made));
  const dims = [2 * HALF_BATCH, C];
  const [targets, weights] = [new Float32Array(2 * HALF_BATCH * C), new Float32Array(2 * HALF_BATCH * C)];
  const say = (cell: number, target: number, weight: number) => {
    if (Number.isNaN(target)) return;
    targets[cell] = target;
    weights[cell] = weight;
  };
  for (const [at, item] of judged.entries()) {
    const outcomes = outcomesOf(item);
    for (const column of taught) say(at * C + column, outcomes[column] as number, item.weight);
  }
  for (const [at, row] of others.entries())
    for (const [column, target] of row.targets.entries()) say((HALF_BATCH + at) * C + column, target, 1);
  return {
    ...evidenceFeeds([...judged, ...others].map(({ evidence }) => evidence)),
    targets: new Tensor("float32", targets, dims),
    weights: new Tensor("float32", weights, dims),
  };
}
