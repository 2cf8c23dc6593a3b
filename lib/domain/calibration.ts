import { z } from "zod";

/** Straight lines between points (x ascending, y non-decreasing in [0, 1]); flat beyond the ends. */
const isotonicSchema = z
  .object({
    kind: z.literal("isotonic"),
    x: z.array(z.number()).min(1),
    y: z.array(z.number().min(0).max(1)),
  })
  .refine(({ x, y }) => x.length === y.length, "x and y differ in length")
  .refine(({ x, y }) => isAscending(x) && isAscending(y), "x and y must ascend");

/** p = 1 / (1 + exp(-(slope * x + offset))), slope >= 0. */
const plattSchema = z.object({ kind: z.literal("platt"), slope: z.number().min(0), offset: z.number() });

export const calibrationSchema = z.union([isotonicSchema, plattSchema]);
export type Calibration = z.infer<typeof calibrationSchema>;

function isAscending(values: number[]): boolean {
  return values.every((value, at) => at === 0 || value >= (values[at - 1] as number));
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The calibrated probability of a raw score (a logit). Monotone: a higher score never gets a lower probability. */
export function calibrate(calibration: Calibration, score: number): number {
  if (calibration.kind === "platt") return sigmoid(calibration.slope * score + calibration.offset);
  const { x, y } = calibration;
  const last = x.length - 1;
  if (score <= (x[0] as number)) return y[0] as number;
  if (score >= (x[last] as number)) return y[last] as number;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] as number) <= score) low = middle;
    else high = middle;
  }
  const x0 = x[low] as number;
  const x1 = x[high] as number;
  const y0 = y[low] as number;
  const y1 = y[high] as number;
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0);
}

/** Scores with their outcomes in [0, 1] (soft labels are allowed) and, where rows differ in worth, weights. */
export interface CalibrationSample {
  scores: ArrayLike<number>;
  outcomes: ArrayLike<number>;
  weights?: ArrayLike<number>;
}

interface Block {
  from: number;
  to: number;
  weight: number;
  sum: number;
  /** Sum of scores, each at its weight. */
  scores: number;
}

const rateOf = (blocks: Block[]) =>
  blocks.reduce((sum, block) => sum + block.sum, 0) / (totalWeight(blocks) || 1);

/** Pool adjacent violators (Ayer et al. 1955): neighbours are merged until the rates ascend. */
function ascendingBlocks(points: Block[]): Block[] {
  const blocks: Block[] = [];
  for (const point of points) {
    let block = { ...point };
    let before = blocks.at(-1);
    while (before && before.sum / before.weight >= block.sum / block.weight) {
      block = {
        from: before.from,
        to: block.to,
        weight: before.weight + block.weight,
        sum: before.sum + block.sum,
        scores: before.scores + block.scores,
      };
      blocks.pop();
      before = blocks.at(-1);
    }
    blocks.push(block);
  }
  return blocks;
}

/** The curve goes on beyond the data in steps of this many logits, until it says nearly 0 or nearly 1. */
const TAIL_STEP = 0.5;
const TAIL_STEPS = 40;
const NEARLY = 0.002;

/**
 * Centred isotonic regression (Oron & Flournoy 2017): each block of equal rates stands at its mean score and the curve
 * runs straight between them, so that no two scores are equal. Beyond the outermost blocks it follows Platt's curve: a
 * score higher than most says more than the mean of the highest block. Scores are pooled into at most `bins` groups of
 * equal weight first, and each block counts `prior` rows at the overall rate, so that no small block says 0 or 1.
 */
export function fitCentredIsotonic(sample: CalibrationSample, { bins = 100, prior = 2 } = {}): Calibration {
  const blocks = ascendingBlocks(pool(sample, bins));
  if (blocks.length < 2) return fitPlatt(sample);
  const rate = rateOf(blocks);
  const platt = fitPlatt(sample);
  const x: number[] = [];
  const y: number[] = [];
  for (const { weight, sum, scores } of blocks) {
    const value = (sum + prior * rate) / (weight + prior);
    if (value <= (y.at(-1) ?? -1)) continue;
    x.push(scores / weight);
    y.push(value);
  }
  for (let step = 0; step < TAIL_STEPS && (y.at(-1) as number) < 1 - NEARLY; step += 1) {
    const at = (x.at(-1) as number) + TAIL_STEP;
    x.push(at);
    y.push(Math.max(y.at(-1) as number, calibrate(platt, at)));
  }
  for (let step = 0; step < TAIL_STEPS && (y[0] as number) > NEARLY; step += 1) {
    const at = (x[0] as number) - TAIL_STEP;
    x.unshift(at);
    y.unshift(Math.min(y[0] as number, calibrate(platt, at)));
  }
  return { kind: "isotonic", x, y };
}

const totalWeight = (blocks: Block[]) => blocks.reduce((sum, block) => sum + block.weight, 0);

function sorted({ scores, outcomes, weights }: CalibrationSample): Block[] {
  return Array.from({ length: scores.length }, (_, at) => {
    const weight = weights?.[at] ?? 1;
    const score = scores[at] as number;
    return { from: score, to: score, weight, sum: weight * (outcomes[at] as number), scores: weight * score };
  })
    .filter((point) => point.weight > 0)
    .sort((a, b) => a.from - b.from);
}

function pool(sample: CalibrationSample, bins: number): Block[] {
  const rows = sorted(sample);
  const size = totalWeight(rows) / bins;
  const pooled: Block[] = [];
  for (const row of rows) {
    const last = pooled.at(-1);
    if (last && (last.to === row.from || last.weight + row.weight <= size)) {
      last.to = row.to;
      last.weight += row.weight;
      last.sum += row.sum;
      last.scores += row.scores;
    } else pooled.push({ ...row });
  }
  return pooled;
}

/**
 * Platt scaling: a logistic curve through (score, outcome) by Newton's method with step halving (Lin, Lin & Weng
 * 2007), the outcomes drawn in a little so that separable samples stay finite.
 */
export function fitPlatt(sample: CalibrationSample): Calibration {
  const rows = sorted(sample);
  const total = totalWeight(rows);
  const positives = rows.reduce((sum, row) => sum + row.sum, 0);
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (total - positives + 2)];
  const target = (row: Block) => low + (high - low) * (row.sum / row.weight);
  const loss = (slope: number, offset: number) =>
    rows.reduce((sum, row) => {
      const z = slope * row.from + offset;
      return sum + row.weight * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - target(row) * z);
    }, 0);
  let slope = 0;
  let offset = Math.log((positives + 1) / (total - positives + 1));
  for (let round = 0; round < 100; round += 1) {
    const step = newtonStep(rows, target, slope, offset);
    const current = loss(slope, offset);
    let rate = 1;
    while (rate > 1e-10 && loss(slope - rate * step[0], offset - rate * step[1]) > current) rate /= 2;
    slope -= rate * step[0];
    offset -= rate * step[1];
    if (Math.abs(step[0]) + Math.abs(step[1]) < 1e-8 || rate <= 1e-10) break;
  }
  return slope >= 0
    ? { kind: "platt", slope, offset }
    : { kind: "platt", slope: 0, offset: Math.log((positives + 1) / (total - positives + 1)) };
}

function newtonStep(rows: Block[], target: (row: Block) => number, slope: number, offset: number) {
  let [g1, g2, h11, h12, h22] = [0, 0, 1e-9, 0, 1e-9];
  for (const row of rows) {
    const p = sigmoid(slope * row.from + offset);
    const error = row.weight * (p - target(row));
    const curve = row.weight * p * (1 - p);
    g1 += error * row.from;
    g2 += error;
    h11 += curve * row.from * row.from;
    h12 += curve * row.from;
    h22 += curve;
  }
  const determinant = h11 * h22 - h12 * h12 || 1e-12;
  return [(h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant] as const;
}
